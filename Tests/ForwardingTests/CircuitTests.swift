import PluginAPI
import Testing

@testable import Forwarding

/// Chance that always falls in the middle.
struct MiddleGenerator: RandomNumberGenerator {
    mutating func next() -> UInt64 { 1 << 63 }
}

@Suite("The circuit before an endpoint")
struct CircuitTests {
    typealias Notice = EndpointCircuit.Notice

    /// A circuit with a clock that the test moves.
    struct Bench {
        var circuit = EndpointCircuit(longestPause: .seconds(5))
        let begin = ContinuousClock.now
        var now: ContinuousClock.Instant
        var chance = MiddleGenerator()

        init() { now = begin }

        var room: Int { circuit.room(at: now) }
        var pause: Double? { circuit.pausedUntil.map { now.duration(to: $0) / .seconds(1) } }

        mutating func handle(_ signal: EndpointCircuit.Signal, canary: Bool = false) -> Notice? {
            circuit.handle(signal, isCanary: canary, at: now, using: &chance)
        }

        mutating func pass(_ seconds: Double) { now = now + .seconds(seconds) }

        /// Waits for the end of the pause and sends the canary.
        mutating func sendCanary() {
            pass(pause ?? 0)
            #expect(room == 1)
            let isCanary = circuit.start()
            #expect(isCanary)
            #expect(room == 0)
        }
    }

    static let failing = EndpointCircuit.Signal.failing(reason: "HTTP 500")
    static let gone = EndpointCircuit.Signal.unreachable(reason: "refused")

    @Test("Four failures in a row leave it closed, five open it, and an answer in between begins anew")
    func failuresInRow() {
        var bench = Bench()
        for signal in [Self.failing, Self.failing, Self.failing, Self.failing, .alive] {
            #expect(bench.handle(signal) == nil)
        }
        for _ in 1...4 { #expect(bench.handle(Self.failing) == nil) }
        #expect(bench.circuit.isClosed)
        #expect(bench.room == .max)
        let isCanary = bench.circuit.start()
        #expect(!isCanary)
        #expect(bench.handle(Self.failing) == .paused(reason: "HTTP 500"))
        #expect(bench.room == 0)
        #expect(!bench.circuit.isClosed)
    }

    @Test("Unreachable opens it at once; the pauses double up to the longest; one notice each way")
    func outage() {
        var bench = Bench()
        #expect(bench.handle(Self.gone) == .paused(reason: "refused"))
        var pauses = [bench.pause]
        for _ in 1...4 {
            bench.sendCanary()
            #expect(bench.circuit.pausedUntil == nil)
            #expect(bench.handle(Self.gone, canary: true) == nil)
            pauses.append(bench.pause)
        }
        #expect(pauses == [1, 2, 4, 5, 5])
        bench.sendCanary()
        bench.pass(3)
        #expect(bench.handle(.alive, canary: true) == .back(after: .seconds(1 + 2 + 4 + 5 + 5 + 3)))
        #expect(bench.room == .max)
        // The next outage begins with the shortest pause.
        #expect(bench.handle(Self.gone) == .paused(reason: "refused"))
        #expect(bench.pause == 1)
    }

    @Test(
        "Answers to what was sent before neither end nor lengthen a pause",
        arguments: [Self.failing, Self.gone, .alive])
    func stragglers(signal: EndpointCircuit.Signal) {
        var bench = Bench()
        _ = bench.handle(Self.gone)
        #expect(bench.handle(signal) == nil)
        #expect(bench.pause == 1)
        bench.sendCanary()
        #expect(bench.handle(signal) == nil)
        #expect(bench.room == 0)
        #expect(!bench.circuit.isClosed)
    }

    @Test("Asked to wait, it waits exactly so long, and longer when an older answer asks for more")
    func retryAfter() {
        var bench = Bench()
        #expect(bench.handle(.slowDown(reason: "HTTP 429", after: .seconds(60))) == .paused(reason: "HTTP 429"))
        #expect(bench.pause == 60)
        #expect(bench.handle(.slowDown(reason: "HTTP 429", after: .seconds(90))) == nil)
        #expect(bench.pause == 90)
        #expect(bench.handle(.slowDown(reason: "HTTP 429", after: .seconds(10))) == nil)
        #expect(bench.pause == 90)
        #expect(bench.handle(.slowDown(reason: "HTTP 429", after: nil)) == nil)
        #expect(bench.pause == 90)
    }

    @Test("Asked to wait for no given time, it chooses the time")
    func slowDown() {
        var bench = Bench()
        _ = bench.handle(.slowDown(reason: "HTTP 429", after: nil))
        #expect(bench.pause == 1)
        bench.sendCanary()
        #expect(bench.handle(.slowDown(reason: "HTTP 429", after: nil), canary: true) == nil)
        #expect(bench.pause == 2)
    }

    @Test("A canary's success counts for nothing when an older answer has asked to wait meanwhile")
    func overtakenCanary() {
        var bench = Bench()
        _ = bench.handle(Self.gone)
        bench.sendCanary()
        #expect(bench.handle(.slowDown(reason: "HTTP 503", after: .seconds(30))) == nil)
        #expect(bench.handle(.alive, canary: true) == nil)
        #expect(bench.pause == 30)
        bench.sendCanary()
        #expect(bench.handle(.alive, canary: true) == .back(after: .seconds(31)))
    }

    @Test("A pause of no length is 0.1 s, so that a dead endpoint is not asked all the time")
    func shortestPause() {
        var circuit = EndpointCircuit(longestPause: .zero)
        var chance = MiddleGenerator()
        let now = ContinuousClock.now
        _ = circuit.handle(Self.gone, isCanary: false, at: now, using: &chance)
        #expect(circuit.pausedUntil == now + .milliseconds(100))
    }

    @Test("What people are told")
    func texts() {
        var bench = Bench()
        let wall = UTCTime(secondsSince1970: 1_718_454_907)
        #expect(bench.circuit.pause(at: bench.now, wall: wall) == nil)
        _ = bench.handle(.slowDown(reason: "HTTP 429", after: .seconds(60)))
        #expect(
            bench.circuit.pause(at: bench.now, wall: wall)?.description
                == "paused until 2024-06-15T12:36:07Z (HTTP 429)")
        bench.sendCanary()
        #expect(bench.circuit.pause(at: bench.now, wall: wall)?.description == "trying one message (after: HTTP 429)")
        #expect(Notice.paused(reason: "refused").description == "the endpoint fails, messages wait: refused")
        #expect(Notice.back(after: .milliseconds(12_460)).description == "the endpoint is back after 12.5 s")
    }
}

@Suite("Delays of one message, and the rate")
struct PacingTests {
    @Test(
        "Delays double up to an hour",
        arguments: [(1, 2.0), (2, 4.0), (3, 8.0), (11, 2_048.0), (12, 3_600.0), (99, 3_600.0)])
    func delays(tries: Int, seconds: Double) {
        var chance = MiddleGenerator()
        let policy = RetryPolicy(base: 2, maxTries: 100)
        #expect(policy.delay(afterTry: tries, using: &chance) == .seconds(seconds))
        var random = SystemRandomNumberGenerator()
        for _ in 1...50 {
            let delay = policy.delay(afterTry: tries, using: &random) ?? .zero
            #expect(delay >= .seconds(seconds * 0.75) && delay <= .seconds(seconds * 1.25))
        }
    }

    @Test("After the last try there is none", arguments: [(1, 1, false), (2, 3, true), (3, 3, false), (9, 3, false)])
    func givesUp(tries: Int, maxTries: Int, again: Bool) {
        var chance = MiddleGenerator()
        #expect((RetryPolicy(base: 1, maxTries: maxTries).delay(afterTry: tries, using: &chance) != nil) == again)
    }

    @Test("One start in each span of time")
    func rateLimit() {
        let begin = ContinuousClock.now
        var limit = RateLimit(seconds: 0.25)
        #expect(limit.room(at: begin) == 1)
        limit.start(at: begin)
        #expect(limit.room(at: begin) == 0)
        #expect(limit.wait(at: begin) == begin + .milliseconds(250))
        #expect(limit.room(at: begin + .milliseconds(250)) == 1)
        #expect(limit.wait(at: begin + .milliseconds(250)) == nil)
    }

    @Test("Without a limit there is always room")
    func unlimited() {
        var limit = RateLimit(seconds: 0)
        limit.start(at: .now)
        #expect(limit.room(at: .now) == .max)
        #expect(limit.wait(at: .now) == nil)
    }
}
