import TestKit
import Testing

@testable import Console

@Suite struct XMLRPCTests {
    private func call(_ parameters: String) throws -> [XMLRPCValue] {
        let text = "<methodCall><methodName> a.b\n</methodName>\(parameters)</methodCall>"
        let call = try XMLRPCReader.call(Array(text.utf8))
        #expect(call.method == "a.b")
        return call.parameters
    }

    private static let values: [(String, XMLRPCValue)] = [
        ("<int>-7</int>", .int(-7)), ("<i4> 8 </i4>", 8), ("<boolean>1</boolean>", true), ("", ""),
        (" a ", " a "),
        ("<boolean>0</boolean>", false), ("<double>1.5</double>", .double(1.5)), ("<string>a&lt;é</string>", "a<é"),
        ("<base64>YWJj\nZA==</base64>", "abcd"), ("<string/>", ""),
        (
            "<array><data><value><int>1</int></value><value>x</value></data></array>", [1, "x"]
        ),
        (
            "<struct><member><name>k</name><value><string>v</string></value></member></struct>", ["k": "v"]
        ), ("<array><data/></array>", []),
    ]

    @Test(arguments: values) func readsValues(text: String, value: XMLRPCValue) throws {
        #expect(try call("<params><param><value>\(text)</value></param></params>") == [value])
    }

    @Test func parametersMayBeLeftOut() throws {
        #expect(try call("") == [])
        #expect(try call("<params/>") == [])
    }

    @Test(arguments: [
        "", "<", "<a/>", "<methodCall/>", "<methodCall><methodName/></methodCall>",
        "<methodCall><methodName>a</methodName><params><param/></params></methodCall>",
        "<methodCall><methodName>a</methodName><params><param><value><int>x</int></value></param></params></methodCall>",
        "<methodCall><methodName>a</methodName><params><param><value><nil/></value></param></params></methodCall>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><methodCall><methodName>&b;</methodName></methodCall>",
        String(repeating: "<a>", count: 100_000),
    ]) func refusesWhatIsNoCall(text: String) {
        #expect(throws: ConsoleError.self) { try XMLRPCReader.call(Array(text.utf8)) }
    }

    @Test func whatIsWrittenIsXML() throws {
        let value: XMLRPCValue = ["a<b": ["x & y\r\n\t\u{1B}[31m\u{0}\u{FFFE}", .int(1 << 40), true, .double(0.5)]]
        let text = XMLRPCWriter.answer(value)
        #expect(
            text.contains(
                "<member><name>a&lt;b</name><value><array><data><value><string>x &amp; y&#13;\n\t\u{FFFD}[31m\u{FFFD}\u{FFFD}"
                    + "</string></value><value><int>2147483647</int></value><value><boolean>1</boolean></value>"))
        let fault = XMLRPCWriter.answer(XMLRPCFault(.badName, "x"))
        #expect(fault.contains("<name>faultString</name><value><string>BAD_NAME: x</string>"))
        #expect(fault.contains("<name>faultCode</name><value><int>10</int>"))
    }

    @Test func namesStandForProcesses() {
        for (text, group, process) in [
            ("a", "a", "a" as String?), ("a:b", "a", "b"), ("a:*", "a", nil), ("a:", "a", nil), ("a:b:c", "a", "b:c"),
        ] {
            let name = ProcessName(text)
            #expect(name.group == group && name.process == process, "\(text)")
        }
    }
}

@Suite struct FollowedLogTests {
    @Test func followsThroughTruncationAndRotation() throws {
        let directory = try TemporaryDirectory()
        var log = FollowedLog(path: directory.file("log"))
        #expect(log.next().isEmpty)
        try directory.write(String(repeating: "x", count: 2_000), to: "log")
        #expect(log.next().count == 1_024)
        #expect(log.next().isEmpty)
        _ = shell("echo two >>log", in: directory)
        #expect(log.next() == Array("two\n".utf8))
        _ = shell(": >log", in: directory)
        #expect(log.next() == Array("==> File truncated <==\n".utf8))
        _ = shell("mv log log.1; echo three >log", in: directory)
        #expect(log.next() == Array("three\n".utf8))
        _ = shell("rm log", in: directory)
        #expect(log.next().isEmpty)
    }
}
