import FoundationEssentials
import TestKit
import Testing

@testable import Forwarding

@Suite("Escapes of a query")
struct FormEncodingTests {
    static func encoded(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.appendFormEncoded(bytes.span)
        return String(decoding: out, as: UTF8.self)
    }

    @Test(
        "The published vectors",
        arguments: [
            ("2010-10-17T03:04:42Z", "2010-10-17T03%3A04%3A42Z"),
            ("oai:dspace.example.ac.uk:1826/936", "oai%3Adspace.example.ac.uk%3A1826%2F936"),
            ("a b", "a+b"), ("a+b", "a%2Bb"), ("100%", "100%25"), ("café", "caf%C3%A9"), ("–", "%E2%80%93"),
            ("\"quoted\"", "%22quoted%22"), ("2001:db8::1", "2001%3Adb8%3A%3A1"),
            ("https://h/x?a=1&b=2", "https%3A%2F%2Fh%2Fx%3Fa%3D1%26b%3D2"), ("%20", "%2520"), ("-._~*", "-._~%2A"),
            ("", ""), ("\0", "%00"),
        ])
    func vectors(raw: String, expected: String) {
        #expect(FormEncodingTests.encoded(Array(raw.utf8)) == expected)
    }

    @Test("Bytes that are not UTF-8 are escaped one by one")
    func invalidUTF8() {
        #expect(FormEncodingTests.encoded([0x63, 0xC3, 0x28, 0xFF]) == "c%C3%28%FF")
    }

    /// Python's `quote_plus` leaves the same characters alone.
    @Test("Python escapes every byte and every pair of bytes alike", .enabled(if: Python.isInstalled, "no python3"))
    func oracle() throws {
        let directory = try TemporaryDirectory()
        let pairs = (0...255).flatMap { first in stride(from: 0, through: 255, by: 5).map { [UInt8(first), UInt8($0)] }
        }
        let samples = (0...255).map { [UInt8($0)] } + pairs
        try Data(samples.flatMap { [UInt8($0.count)] + $0 }).write(to: URL(filePath: directory.file("samples")))
        let script = """
            from urllib.parse import quote_plus
            data = open("samples", "rb").read()
            at, lines = 0, []
            while at < len(data):
                lines.append(quote_plus(data[at + 1:at + 1 + data[at]]))
                at += 1 + data[at]
            open("quoted", "w").write("\\n".join(lines))
            """
        try #require(ChildProcess(Python.path, ["-c", script], in: directory.path).wait() == 0)
        let quoted = try #require(directory.read("quoted")).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(samples.map(FormEncodingTests.encoded) == quoted.map(String.init))
    }
}

enum Python {
    static let path = "/usr/bin/python3"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)
}
