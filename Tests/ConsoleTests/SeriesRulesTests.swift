import Graphite
import Testing

@testable import Console

/// What the page of series asks for, and what it is told.
@Suite struct SeriesRulesTests {
    @Test(arguments: [
        ("", 1800, []),
        ("range=300&show=stats.timers.*.mean&show=usage.%7Ba%2Cb%7D", 300, ["stats.timers.*.mean", "usage.{a,b}"]),
        ("range=1&show=a", 60, ["a"]), ("range=999999999", 86_400, []), ("range=x&show=", 1800, []),
        ("show=a&show=a&show=b", 1800, ["a", "b"]), ("show=%zz&nonsense&=&show=c", 1800, ["%zz", "c"]),
        ("show=a.b;tag=x%20y", 1800, ["a.b;tag=x y"]), ("show=\(String(repeating: "a", count: 501))", 1800, []),
    ])
    func query(_ text: String, range: Int, patterns: [String]) {
        let query = SeriesQuery(text)
        #expect(query.range == range)
        #expect(query.patterns == patterns)
    }

    @Test func aPatternTooManyIsLeftOut() {
        #expect(SeriesQuery((1...60).map { "show=m\($0)" }.joined(separator: "&")).patterns.count == 50)
    }

    private static func reading(_ series: (String, step: Int, start: Int, [Double?])...) -> SeriesReader.Reading {
        SeriesReader.Reading(
            series: series.map { RenderSeries(name: $0.0, path: $0.0, start: $0.start, step: $0.step, values: $0.3) })
    }

    @Test func firstAllIsToldThenWhatIsNew() {
        var tail = SeriesTail()
        let first = tail.frame(Self.reading(("a", 10, 1000, [1, 2, nil, 4, 5])), at: 1045)
        #expect(first.whole && first.time == 1045 && first.paths == ["a"])
        #expect(first.series == [.init(path: "a", step: 10, start: 1000, values: [1, 2, nil, 4, 5])])
        // The window has moved; the last three steps may have changed; `b` is new.
        let second = tail.frame(
            Self.reading(("a", 10, 1010, [2, nil, 4, 5, 6]), ("b", 10, 1010, [nil, nil, nil, nil, 9])), at: 1051)
        #expect(!second.whole && second.paths == ["a", "b"])
        #expect(
            second.series == [
                .init(path: "a", step: 10, start: 1010, values: [2, nil, 4, 5, 6]),
                .init(path: "b", step: 10, start: 1010, values: [nil, nil, nil, nil, 9]),
            ])
        let third = tail.frame(Self.reading(("a", 10, 1010, [2, nil, 4, 5, 6, 7, 8])), at: 1071)
        #expect(third.series == [.init(path: "a", step: 10, start: 1020, values: [nil, 4, 5, 6, 7, 8])])
        #expect(third.paths == ["a"])
    }

    @Test func otherStepsAreToldWhole() {
        var tail = SeriesTail()
        _ = tail.frame(Self.reading(("a", 10, 1200, [1, 2, 3, 4, 5, 6, 7])), at: 1261)
        let other = tail.frame(Self.reading(("a", 60, 600, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])), at: 1262)
        #expect(other.series == [.init(path: "a", step: 60, start: 600, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])])
    }

    @Test func whatMayStillComeIsNotMissing() {
        var tail = SeriesTail()
        let frame = tail.frame(Self.reading(("a", 10, 1000, [1, nil, nil, nil, nil])), at: 1035)
        // The value of 1030 may come, that of 1020 is late.
        #expect(frame.series.map(\.values) == [[1, nil, nil]])
        let nothing = SeriesTail().told(Self.reading(("a", 10, 1000, [nil, nil])), at: 1015)
        #expect(nothing.series.map(\.values) == [[nil]])
    }
}

extension SeriesTail {
    fileprivate func told(_ reading: SeriesReader.Reading, at time: Int) -> SeriesFrame {
        var tail = self
        return tail.frame(reading, at: time)
    }
}
