import Testing

@testable import Actions

@Suite("Lines, turns and allowances") struct TurnsTests {
    @Test("Lines end with CRLF or LF, in whatever portions they come") func lines() {
        let bytes = Array("one\r\ntwo\n\r\nthree\rx\r\nhalf".utf8)
        for portion in [1, 2, 3, 7, bytes.count] {
            var reader = ActionLineReader()
            var lines: [String] = []
            for start in stride(from: 0, to: bytes.count, by: portion) {
                reader.add(bytes[start..<min(start + portion, bytes.count)])
                while case .line(let line) = reader.next() { lines.append(String(decoding: line, as: UTF8.self)) }
            }
            #expect(lines == ["one", "two", "", "three\rx"] && reader.isAmidLine)
        }
    }

    @Test("A line may have 16,384 bytes", arguments: [(16_384, true), (16_385, false)])
    func long(_ count: Int, _ fits: Bool) {
        for end in ["\n", "\r\n"] {
            var reader = ActionLineReader()
            reader.add([UInt8](repeating: 65, count: count))
            #expect(reader.next() == nil)
            reader.add(Array(end.utf8))
            #expect((reader.next() == .tooLong) != fits)
        }
        var reader = ActionLineReader()
        reader.add([UInt8](repeating: 65, count: 16_386))
        #expect(reader.next() == .tooLong)
    }

    @Test("A line is news to all but its sender") func news() {
        var turns = NewsTurns()
        #expect(!turns.isNews(to: 1, told: 0))
        turns.note(from: 1)
        turns.note(from: 1)
        #expect(!turns.isNews(to: 1, told: 0) && turns.isNews(to: 2, told: 0) && !turns.isNews(to: 2, told: 2))
        turns.note(from: 2)
        #expect(turns.isNews(to: 1, told: 0) && turns.isNews(to: 2, told: 1) && !turns.isNews(to: 2, told: 2))
        turns.note(from: 1)
        #expect(turns.isNews(to: 1, told: 2) && !turns.isNews(to: 1, told: 3) && turns.isNews(to: 2, told: 3))
    }

    @Test("So many lines a second, and as many at once after a rest") func allowance() {
        var allowance = LineAllowance(rate: 2, now: 10)
        let taken = [10, 10, 10, 10.4, 10.5, 10.6, 11, 20, 20, 20].map { now in
            let isLeft = allowance.isLeft(now: now)
            if isLeft { allowance.take() }
            return isLeft
        }
        #expect(taken == [true, true, false, false, true, false, true, true, true, false])
    }
}
