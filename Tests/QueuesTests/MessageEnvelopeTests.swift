import FoundationEssentials
import PluginAPI
import Queues
import Testing

@Suite("Messages as JSON")
struct MessageEnvelopeTests {
    @Test(
        "Bytes come back as they went in",
        arguments: [
            Array("plain".utf8), Array("\"quoted\" \\ back".utf8), Array("tab\tcr\rlf in the middle\n.".utf8),
            Array("é – 破 😀".utf8), [0, 1, 0x1f, 0x7f], [0xff], [0xc3], [0x41, 0xe2, 0x82, 0x42], [0xed, 0xa0, 0x80],
            [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf], [],
        ])
    func roundTrip(line: [UInt8]) throws {
        let message = LogMessage(service: "repo.example", line: line, id: "g:1")
        var envelope = MessageEnvelope(message)
        envelope.tries = 3
        #expect(try MessageEnvelope(json: envelope.json) == envelope)
    }

    @Test("Every byte comes back from every place of a text")
    func everyByteEverywhere() throws {
        for byte in UInt8.min ... .max {
            for place in 0..<17 {
                var line = [UInt8](repeating: UInt8(ascii: "x"), count: 17)
                line[place] = byte
                // Between plain bytes, so that no line end is taken off.
                line.append(UInt8(ascii: "x"))
                let json = MessageEnvelope(LogMessage(service: "s", line: line)).json
                #expect(json.allSatisfy { (0x20..<0x7f).contains($0) }, "byte \(byte) at \(place)")
                #expect(try MessageEnvelope(json: json).message.line == line, "byte \(byte) at \(place)")
            }
        }
    }

    @Test("An id of null is none")
    func nullID() throws {
        let envelope = try MessageEnvelope(json: Array(#"{"service": "s", "logline": "x", "id": null}"#.utf8))
        #expect(envelope == MessageEnvelope(LogMessage(service: "s", line: Array("x".utf8))))
    }

    @Test("What we write is what Foundation reads")
    func foundationAgrees() throws {
        struct Message: Decodable { let service, logline, id: String }
        let line = "\"é\" \\ \u{1} \u{7f} 😀 \t end"
        let json = MessageEnvelope(LogMessage(service: "s\"", line: Array(line.utf8), id: "x")).json
        let read = try JSONDecoder().decode(Message.self, from: Data(json))
        #expect(read.service == "s\"" && read.logline == line && read.id == "x")
    }

    @Test("Bytes that are not UTF-8 stand as Python's surrogateescape writes them")
    func surrogateEscape() throws {
        let json = MessageEnvelope(LogMessage(service: "s", line: [0x61, 0xff, 0x80])).json
        #expect(String(decoding: json, as: UTF8.self) == #"{"service":"s","logline":"a\udcff\udc80"}"#)
    }

    @Test(
        "Hand-made messages are read",
        arguments: [
            (#"{"service": "s", "logline": "a b\n"}"#, "a b"),
            ("{ \"logline\" : \"\\u00e9\\ud83d\\ude00\" ,\n \"service\":\"s\" }", "é😀"),
            (#"{"service":"s","logline":"x\/y","extra":{"a":[1,{"b":null}]},"n":-1.5e3}"#, "x/y"),
            (#"{"service":"s","logline":"lone \ud800 end"}"#, "lone \u{fffd} end"),
            (#"{"service":"s","logline":"first","logline":"second\r\n"}"#, "second"),
        ])
    func handMade(json: String, line: String) throws {
        let envelope = try MessageEnvelope(json: Array(json.utf8))
        #expect(envelope.message.service == "s")
        #expect(String(decoding: envelope.message.line, as: UTF8.self) == line)
    }

    @Test("Writing a message again does not change it", arguments: ["a", "a\\n\\n", "a\\r\\r\\n", "\\n", "a\\n b"])
    func stable(line: String) throws {
        let once = try MessageEnvelope(json: Array(#"{"service":"s","logline":"\#(line)"}"#.utf8))
        #expect(try MessageEnvelope(json: once.json) == once)
    }

    @Test("Members that are not ours are kept")
    func foreignMembers() throws {
        let json = #"{"service":"s","logline":"l","host":"web1","n":[1, 2]}"#
        var envelope = try MessageEnvelope(json: Array(json.utf8))
        envelope.tries = 1
        let again = String(decoding: envelope.json, as: UTF8.self)
        #expect(again == #"{"service":"s","logline":"l","tries":1,"host":"web1","n":[1, 2]}"#)
    }

    @Test(
        "What is no message says what is wrong",
        arguments: [
            ("", "message is no JSON object"), ("GET / HTTP/1.0", "message is no JSON object"),
            ("[]", "message is no JSON object"), ("{}", "message has no \"service\""),
            (#"{"service":"s"}"#, "message has no \"logline\""),
            (#"{"service":"s","logline":7}"#, "message has a \"logline\" that is no string"),
            (#"{"service":"s","logline":"x""#, "message is not JSON: unexpected end at 28"),
            (#"{"service":"s","logline":"x"} trailing"#, "message is not JSON: unexpected byte at 30"),
            (#"{"service":"s","logline":"\q"}"#, "message has a \"logline\" that is no string"),
            (#"{"service":"s","logline":"x","tries":"many"}"#, "message has a \"tries\" that is no count"),
            (
                #"{"service":"s","logline":"x","deaths":9223372036854775807}"#,
                "message has a \"deaths\" that is no count"
            ),
            (#"{"service":"s","logline":"x\"#, "message is not JSON: unexpected end at 28"),
        ])
    func malformed(json: String, reason: String) {
        let error = #expect(throws: MalformedMessage.self) { try MessageEnvelope(json: Array(json.utf8)) }
        #expect(error?.description == reason)
    }
}
