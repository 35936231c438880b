import Decompression
import FoundationEssentials
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

    private struct Line: Equatable {
        let offset: UInt64
        let bytes: [UInt8]
    }

    private func lines(_ path: String, takesRest: Bool, limit: Int) throws -> (lines: [Line], taken: [UInt8], rest: Int)
    {
        var taken: [UInt8] = []
        let reader = ImportLines(try InputFile(path: path), takesRest: takesRest) { taken += $0 }
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
