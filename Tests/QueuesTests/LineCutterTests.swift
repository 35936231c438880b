import PluginAPI
import Queues
import SeededRandom
import Testing

/// Cutting a content into lines and records, whatever pieces it comes in.
struct LineCutterTests {
    @Test(
        "Lines of all lengths are cut as a simple loop cuts them, and all bytes are handed on",
        arguments: 0..<3 as Range<UInt64>)
    func random(_ seed: UInt64) {
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
        for takesRest in [true, false] {
            let expected = Self.expected(text, takesRest: takesRest)
            for (limit, piece) in [(7, 1 << 20), (1_000, 1 << 20), (1_000, 65_536), (1_000, 9_973)] {
                let found = lines(text, takesRest: takesRest, limit: limit, piece: piece)
                #expect(found.lines == expected)
                #expect(found.taken == Array(text.dropLast(found.rest)))
                #expect(found.rest == (takesRest ? 0 : 7))
            }
        }
    }

    @Test("What has only holes, or nothing, has no line", arguments: ["", "\0", "\0\0\0"])
    func holes(_ text: String) {
        #expect(lines(Array(text.utf8), takesRest: true, limit: 10).lines.isEmpty)
    }

    @Test(
        "Blocks are put together, whatever batches and pieces they come in",
        arguments: [
            ("a\n<1\nb\n>2\nc\n", [Line(0, "a"), Line(2, "<1\nb\n>2"), Line(10, "c")], 0),
            ("<1\n<2\n>\n", [Line(0, "<1"), Line(3, "<2\n>")], 0), (">\n", [Line(0, ">")], 0),
            ("<1\r\n>\r\n", [Line(0, "<1\r\n>")], 0), ("<1\nb\n\0\0>\n", [Line(0, "<1\nb"), Line(7, ">")], 0),
            ("a\n<1\nb\n", [Line(0, "a"), Line(2, "<1\nb")], 5), ("<1\nb", [Line(0, "<1\nb")], 4),
            ("<1\n>2", [Line(0, "<1\n>2")], 5), ("<1", [Line(0, "<1")], 2),
        ] as [(String, [Line], Int)])
    func blocks(text: String, expected: [Line], rest: Int) {
        let text = Array(text.utf8)
        for (limit, piece) in [(1, 100), (2, 100), (1_000, 100), (1_000, 1), (1, 1), (1_000, 3)] {
            let whole = lines(text, Self.blocks, takesRest: true, limit: limit, piece: piece)
            #expect(whole.lines == expected && whole.rest == 0)
            #expect(whole.taken == text)
            let safe = lines(text, Self.blocks, takesRest: false, limit: limit, piece: piece)
            #expect(safe.lines == expected.dropLast(rest > 0 ? 1 : 0) && safe.rest == rest)
            #expect(safe.taken == text.dropLast(rest))
        }
    }

    @Test("A block of more than sixteen mebibytes is cut between its lines, and nothing is lost")
    func longBlock() {
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20) + [UInt8(ascii: "\n")]
        let text = Array("<\n".utf8) + (0..<17).flatMap { _ in line } + Array(">\n".utf8)
        let found = lines(text, Self.blocks, takesRest: false, limit: 1_000)
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

    /// - Parameter piece: How many bytes come at a time, at most a megabyte.
    private func lines(
        _ text: [UInt8], _ framing: Framing = .lines, takesRest: Bool, limit: Int, piece: Int = 1 << 20
    ) -> (lines: [Line], taken: [UInt8], rest: Int) {
        var cutter = LineCutter(framing, takesRest: takesRest)
        var (found, taken, left): ([Line], [UInt8], ArraySlice<UInt8>) = ([], [], text[...])
        while true {
            while cutter.cut(upTo: limit, passed: { taken += $0 }) {
                #expect(cutter.lines.count <= limit)
                found += cutter.lines.map { Line(offset: $0.offset, bytes: Array(cutter.bytes[$0.range])) }
                #expect(cutter.next == UInt64(taken.count))
            }
            if cutter.isAtEnd { return (found, taken, cutter.rest) }
            let next = left.prefix(piece)
            left.removeFirst(next.count)
            _ = cutter.fill { room in
                room.copyBytes(from: next)
                return next.count
            }
            if next.isEmpty { cutter.end() }
        }
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
