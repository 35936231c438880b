import Decompression
import FoundationEssentials
import PluginAPI
import Queues
import SeededRandom
import TestKit
import Testing

@testable import Workers

/// Cutting a content into lines.
struct ImportLinesTests {
    @Test(
        "Lines of all lengths are cut as a simple loop cuts them, and all bytes are handed on",
        arguments: 0..<3 as Range<UInt64>)
    func random(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var text: [UInt8] = []
        for _ in 0..<60 {
            let longest = [0, 3, 20, 200, 200, 2_000, 2_000, 300_000][Int.random(in: 0..<8, using: &random)]
            if Int.random(in: 0..<20, using: &random) == 0 { text += [UInt8](repeating: 0, count: longest / 3 + 1) }
            text += [UInt8](
                repeating: UInt8(ascii: "a") + UInt8(seed), count: Int.random(in: 0...longest, using: &random))
            text += [UInt8(ascii: "\r"), UInt8(ascii: "\n")].suffix(Int.random(in: 1...2, using: &random))
        }
        text += Array("the end".utf8)
        let directory = try TemporaryDirectory()
        let path = directory.file("log")
        try Data(text).write(to: URL(filePath: path))
        for takesRest in [true, false] {
            let expected = Self.expected(text, takesRest: takesRest)
            for limit in [7, 1_000] {
                let found = try lines(path, takesRest: takesRest, limit: limit)
                #expect(found.lines == expected)
                #expect(found.taken == Array(text.dropLast(found.rest)))
                #expect(found.rest == (takesRest ? 0 : 7))
            }
        }
    }

    @Test("What has only holes, or nothing, has no line", arguments: ["", "\0", "\0\0\0"])
    func holes(_ text: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "log")
        #expect(try lines(directory.file("log"), takesRest: true, limit: 10).lines.isEmpty)
    }

    @Test(
        "Blocks are put together, whatever batches they come in",
        arguments: [
            ("a\n<1\nb\n>2\nc\n", [Line(0, "a"), Line(2, "<1\nb\n>2"), Line(10, "c")], 0),
            ("<1\n<2\n>\n", [Line(0, "<1"), Line(3, "<2\n>")], 0), (">\n", [Line(0, ">")], 0),
            ("<1\r\n>\r\n", [Line(0, "<1\r\n>")], 0), ("<1\nb\n\0\0>\n", [Line(0, "<1\nb"), Line(7, ">")], 0),
            ("a\n<1\nb\n", [Line(0, "a"), Line(2, "<1\nb")], 5), ("<1\nb", [Line(0, "<1\nb")], 4),
            ("<1\n>2", [Line(0, "<1\n>2")], 5), ("<1", [Line(0, "<1")], 2),
        ] as [(String, [Line], Int)])
    func blocks(text: String, expected: [Line], rest: Int) throws {
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "log")
        for limit in [1, 2, 1_000] {
            let whole = try lines(directory.file("log"), Self.blocks, takesRest: true, limit: limit)
            #expect(whole.lines == expected && whole.rest == 0)
            #expect(whole.taken == Array(text.utf8))
            let safe = try lines(directory.file("log"), Self.blocks, takesRest: false, limit: limit)
            #expect(safe.lines == expected.dropLast(rest > 0 ? 1 : 0) && safe.rest == rest)
            #expect(safe.taken == Array(text.utf8.dropLast(rest)))
        }
    }

    @Test("A block of more than sixteen mebibytes is cut between its lines, and nothing is lost")
    func longBlock() throws {
        let directory = try TemporaryDirectory()
        let line = String(repeating: "x", count: 1 << 20) + "\n"
        try directory.write("<\n" + String(repeating: line, count: 17) + ">\n", to: "log")
        let found = try lines(directory.file("log"), Self.blocks, takesRest: false, limit: 1_000)
        #expect(found.lines.count < 5 && found.lines.allSatisfy { $0.bytes.count <= 18 << 20 })
        #expect(found.lines.first?.bytes.starts(with: "<\nx".utf8) == true)
        #expect(found.lines.last?.bytes == [UInt8(ascii: ">")] && found.rest == 0)
        #expect(found.taken.count == 2 + 17 * ((1 << 20) + 1) + 2)
    }

    private static let blocks = Framing.blocks(start: "<", end: ">")

    struct Line: Equatable {
        let offset: UInt64
        let bytes: [UInt8]

        init(_ offset: UInt64, _ text: String) { self.init(offset: offset, bytes: Array(text.utf8)) }

        init(offset: UInt64, bytes: [UInt8]) { (self.offset, self.bytes) = (offset, bytes) }
    }

    private func lines(
        _ path: String, _ framing: Framing = .lines, takesRest: Bool, limit: Int
    ) throws -> (lines: [Line], taken: [UInt8], rest: Int) {
        var taken: [UInt8] = []
        let reader = ImportLines(try InputFile(path: path), framing: framing, takesRest: takesRest) { taken += $0 }
        var found: [Line] = []
        while try reader.read(upTo: limit) {
            #expect(reader.lines.count <= limit)
            found += reader.lines.map { Line(offset: $0.offset, bytes: Array(reader.bytes[$0.range])) }
            #expect(reader.next == UInt64(taken.count))
        }
        return (found, taken, reader.rest)
    }

    private static func expected(_ text: [UInt8], takesRest: Bool) -> [Line] {
        var lines: [Line] = []
        var start = 0
        for (index, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
            add(text[start..<index], &lines, isEnded: true)
            start = index + 1
        }
        if takesRest { add(text[start...], &lines, isEnded: false) }
        return lines
    }

    private static func add(_ slice: ArraySlice<UInt8>, _ lines: inout [Line], isEnded: Bool) {
        var line = slice.drop { $0 == 0 }
        let offset = UInt64(line.startIndex)
        if isEnded, line.last == UInt8(ascii: "\r") { line.removeLast() }
        lines.append(Line(offset: offset, bytes: Array(line)))
    }
}
