import Testing

@testable import Console

@Suite struct RateHistoryTests {
    /// A look at workers.
    struct Look {
        /// When, in seconds.
        let time: Double
        /// What the workers have done, with the time of the heartbeat that said so.
        let done: [String: (done: Int, beat: Int)]
    }

    private func worker(_ name: String, _ done: Int, _ beat: Int) -> ConsoleSnapshot.WorkerStatus {
        ConsoleSnapshot.WorkerStatus(name, ["done": "\(done)", "beat": "\(beat)"], redis: "")
    }

    private func rates(_ looks: [Look], span: Int = 900) -> [String: [Double?]] {
        var history = RateHistory(step: 5, span: span)
        for look in looks {
            history.note(look.done.map { worker($0.key, $0.value.done, $0.value.beat) }, at: Int(look.time * 1000))
        }
        return Dictionary(uniqueKeysWithValues: history.workers.map { ($0.name, $0.rates) })
    }

    @Test(
        arguments: [
            ("first seen", [Look(time: 100, done: ["a": (7, 100)])], [:]),
            (
                "by the time between heartbeats",
                [Look(time: 100, done: ["a": (0, 100)]), Look(time: 105.2, done: ["a": (600, 106)])], ["a": [100]]
            ),
            (
                "once in a step",
                [100, 101, 102, 103, 104, 105].map { Look(time: $0, done: ["a": (Int($0) * 3, Int($0))]) }, ["a": [3]]
            ),
            (
                "without a heartbeat meanwhile",
                [(100, 0, 100), (105, 0, 100), (110, 100, 110)].map { Look(time: $0, done: ["a": ($1, $2)]) },
                ["a": [0, 10]]
            ),
            (
                "started anew",
                [(100, 1000, 100), (105, 20, 105)].map { Look(time: $0, done: ["a": ($1, $2)]) }, ["a": [4]]
            ),
            (
                "away and back",
                [
                    Look(time: 100, done: ["a": (0, 100)]), Look(time: 105, done: ["a": (5, 105)]),
                    Look(time: 110, done: [:]), Look(time: 115, done: ["a": (9, 115)]),
                    Look(time: 120, done: ["a": (14, 120)]),
                ], ["a": [1, nil, nil, 1]]
            ),
            (
                "steps at which nobody looked",
                [(100, 0, 100), (120, 20, 120)].map { Look(time: $0, done: ["a": ($1, $2)]) },
                ["a": [nil, nil, nil, 1]]
            ),
            (
                "a clock set back",
                [(100, 0, 100), (105, 5, 105), (50, 6, 50)].map { Look(time: $0, done: ["a": ($1, $2)]) }, [:]
            ),
        ] as [(String, [Look], [String: [Double?]])])
    func keepsRates(_ what: String, _ looks: [Look], _ expected: [String: [Double?]]) {
        #expect(rates(looks).filter { !$0.value.isEmpty } == expected, "\(what)")
    }

    @Test func keepsNoMoreThanItsSpan() {
        let looks = (0..<1000).map { Look(time: Double($0) * 5, done: ["a": ($0 * $0, $0 * 5)]) }
        #expect(rates(looks)["a"]?.count == 180)
        #expect(rates(looks)["a"]?.last == .some((Double(999 * 999 - 998 * 998) / 5 * 10).rounded() / 10))
        // Who is gone for all of it is forgotten.
        let gone = [Look(time: 0, done: ["a": (0, 0), "b": (0, 0)])] + looks.dropFirst()
        #expect(rates(gone, span: 20).keys.sorted() == ["a"])
    }
}
