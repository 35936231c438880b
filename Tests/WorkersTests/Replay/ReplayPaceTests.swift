import Testing
import Workers

@Suite("The pace of a replay")
struct ReplayPaceTests {
    @Test(
        "Hits come as far apart as they were, divided by the speed; earlier ones do not go back",
        arguments: [
            (1.0, false, [100, 101, 99, 101, 161], [0, 1_000, 1_000, 1_000, 61_000]),
            (60.0, false, [100, 160, 3_760], [0, 1_000, 61_000]),
            (2.0, true, [100, 102, 5_000, 5_001, 9_000], [0, 1_000, 2_500, 3_000, 4_500]),
            (1.5, false, [-10, -7], [0, 2_000]),
        ])
    func advances(speed: Double, skipsGaps: Bool, times: [Int64], milliseconds: [Int]) {
        var pace = ReplayPace(speed: speed, skipsGaps: skipsGaps)
        #expect(times.map { pace.advance(to: $0) } == milliseconds.map { .milliseconds($0) })
        #expect(pace.second == .seconds(1 / speed))
    }
}
