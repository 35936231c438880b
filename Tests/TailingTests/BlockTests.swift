import Glibc
import PluginAPI
import TestKit
import Testing

@testable import Tailing

@Suite("Blocks of lines") struct BlockTests {
    private func scene(_ configure: (inout TailOptions) -> Void = { _ in }) throws -> Scene {
        try Scene { options in
            options.framing = .blocks(start: "<", end: ">")
            configure(&options)
        }
    }

    @Test(arguments: [
        ("a\n<1\nb\n>2\nc\n", ["a", "<1\nb\n>2", "c"]), ("<1\n<2\n>\n", ["<1", "<2\n>"]), (">\n", [">"]),
        ("<1\r\n>\r\n", ["<1\r\n>"]), ("<1\nb\n", []), ("a\n<1\nb\n", ["a"]), ("<1\nb\n\0\0>\n", ["<1\nb", ">"]),
        ("<1\n\n>\n\n", ["<1\n\n>", ""]), ("<1\n>", []),
    ])
    func areRecords(text: String, records: [String]) throws {
        let scene = try scene()
        try scene.append(text)
        try scene.read()
        #expect(scene.lines == records)
    }

    @Test("Comes byte by byte, with a restart after each")
    func portions() throws {
        let scene = try scene { $0.batchLines = 1 }
        for byte in "<1\nb\n>\nc\n<2\n>\n" {
            try scene.append(String(byte))
            try scene.read()
            scene.restart()
        }
        #expect(scene.lines == ["<1\nb\n>", "c", "<2\n>"])
        let offsets = scene.sink.contents.entries.compactMap { Int($0.id.split(separator: ":")[1]) }
        #expect(offsets == [0, 7, 9])
    }

    @Test("What is unfinished at a rotation is finished in the rotated file, or is a record as it is after the grace")
    func rotation() throws {
        let scene = try scene()
        try scene.append("<1\nb\n")
        try scene.read()
        try scene.move(to: "access.log.1")
        try scene.append("<3\n>\n")
        try scene.read()
        try scene.append("c\n>\n<2\nd", to: "access.log.1")
        try scene.read()
        #expect(scene.lines.sorted() == ["<1\nb\nc\n>", "<3\n>"])
        scene.pass(seconds: 6)
        try scene.read()
        #expect(scene.lines.sorted() == ["<1\nb\nc\n>", "<2\nd", "<3\n>"])
        scene.restart()
        try scene.read()
        #expect(scene.lines.count == 3)
    }

    @Test("A server that died within a block, and goes on in the same file")
    func serverDied() throws {
        let scene = try scene()
        try scene.append("<1\nb\n<2\nc\n>\n")
        try scene.read()
        #expect(scene.lines == ["<1\nb", "<2\nc\n>"])
    }

    @Test("A deleted file's last block is a record as it is")
    func deleted() throws {
        let scene = try scene()
        try scene.append("<1\nb\n")
        try scene.read()
        try scene.remove()
        try scene.read()
        scene.pass(seconds: 6)
        try scene.read()
        #expect(scene.lines == ["<1\nb"])
    }

    @Test(
        "A first start at the end leaves an unfinished block whole",
        arguments: [
            ("", 0), ("a\n<1\nb\n", 2), ("a\n<1\nb", 2), ("<1\n", 0), ("<1\n>\n", 5), ("<1\n>\nc\n", 7), ("a\nb\n", 4),
            ("<1\n>\n<2\n" + String(repeating: "x\n", count: 100_000), 5),
            ("<1\n>\n" + String(repeating: "x\n", count: 100_000), 200_005),
        ])
    func startAtTheEnd(text: String, offset: UInt64) throws {
        let scene = try scene { $0.start = .end }
        try scene.append(text)
        try scene.read()
        #expect(scene.lines == [])
        #expect(scene.set.files.first?.position?.offset == offset)
    }

    @Test("A block without end comes in pieces between lines, each marked as too long")
    func pieces() throws {
        let scene = try scene {
            $0.longest = 300_000
            $0.maxline = 100_000
        }
        let line = String(repeating: "x", count: 99_999) + "\n"
        try scene.append("<\n" + String(repeating: line, count: 6) + ">\n")
        try scene.read()
        #expect(scene.lines.joined(separator: "\n") + "\n" == "<\n" + String(repeating: line, count: 6) + ">\n")
        #expect(scene.lines.count > 2 && scene.lines[0].hasPrefix("<\nx"))
        #expect(scene.sink.contents.entries[0].isTooLong)
        #expect(scene.lines.last == ">")
    }

    @Test("A single line of a block that is too long is cut too")
    func longLine() throws {
        let scene = try scene { $0.longest = 300_000 }
        try scene.append("<" + String(repeating: "y", count: 700_000))
        try scene.read()
        #expect(scene.lines.map(\.utf8.count) == [300_000, 300_000])
    }
}
