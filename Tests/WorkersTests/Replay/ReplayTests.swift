import LiveFeed
import RedisClient
import TestKit
import Testing
import Workers

@Suite("A replay")
struct ReplayTests {
    private let server: RedisServer

    init() throws { server = try RedisServer() }

    /// Hits at some seconds of the log.
    private final class Hits: ReplaySource {
        private var seconds: [Int64]

        init(_ seconds: [Int64]) { self.seconds = seconds }

        func next() -> LiveEvent? {
            guard !seconds.isEmpty else { return nil }
            return LiveEvent(
                time: seconds.removeFirst() * 1_000, service: "a.example", verdict: .download, path: "/a")
        }
    }

    private func replay(speed: Double, skipsGaps: Bool = false, _ stop: StopSignal) -> Replay {
        Replay(
            RedisClient(server.address, pause: stop.pause), channel: "live",
            pace: ReplayPace(speed: speed, skipsGaps: skipsGaps), stop: stop)
    }

    @Test("All hits are published as replayed ones, in their order, and it is told how many listen")
    func publishes() throws {
        let listener = try server.connection()
        try listener.run(RedisCommand("SUBSCRIBE", "live"))
        let seconds: [Int64] = [10, 10, 9, 11, 100_000]
        var run = replay(speed: 60, skipsGaps: true, StopSignal())
        #expect(try run.run(Hits(seconds)) { _ in })
        #expect(run.progress.events == 5 && run.progress.listeners == 1)
        #expect(run.progress.first == 10_000 && run.progress.last == 100_000_000)
        var heard: [LiveEvent] = []
        while heard.count < 5 {
            let message = try listener.answer().elements
            heard.append(try LiveEvent(json: Array((message.last?.text ?? "").utf8)))
        }
        #expect(heard.map(\.time) == seconds.map { $0 * 1_000 })
        #expect(heard.allSatisfy { $0.replay == true })
    }

    @Test("It can be stopped while it waits for the next hit")
    func stops() throws {
        let stop = StopSignal()
        var run = replay(speed: 1, stop)
        var told = 0
        let isComplete = try run.run(Hits([10, 10_000])) { progress in
            told = progress.events
            stop.request()
        }
        #expect(!isComplete && run.progress.events == 1 && told == 1)
    }
}
