import Forwarding
import Lookups
import PluginAPI

/// The questions for one interface of one service: which may be asked now, which are under way, which wait because the
/// interface fails. Pure; time and chance come from the caller.
struct LookupQueue {
    /// A question that waits for its answer.
    struct Want {
        let lookup: Lookup
        /// Where it is asked first.
        let address: String
        /// What was answered so far, if it was that nothing is known.
        let vain: InVain?
        /// How often there was no answer at all.
        var failures = 0
        /// When that was first.
        var failingSince: (instant: ContinuousClock.Instant, time: UTCTime)?
    }

    /// Requests to one interface at once.
    static let atOnce = 4

    /// The longest pause while the interface fails.
    static let longestPause = Duration.seconds(30)

    /// The longest pause of a question that fails, whatever becomes of others.
    static let longestPauseOfOne = Duration.seconds(300)

    /// After so many failures, about 20 minutes, a question is given up if others were answered meanwhile.
    static let mostFailures = 12

    /// Who is asked.
    let asked: AskedResolver

    /// Questions that were never asked in vain, in their turn: those that fail again and again must not hold them up, nor
    /// stand for the interface when it is tried.
    private var fresh: [Want] = []
    private var failing: [Want] = []
    private var due: [(want: Want, at: ContinuousClock.Instant)] = []
    private var circuit = EndpointCircuit(longestPause: longestPause)
    private var underWay = 0
    private var lastAnswer: ContinuousClock.Instant?
    /// Why nothing is asked.
    private(set) var outage: String?

    init(_ asked: AskedResolver) { self.asked = asked }

    /// How the interface is called in logs: `dspace-rest of repo.example`.
    var name: String { "\(type(of: asked.source).name) of \(asked.service)" }

    /// The end of the pause, if nothing is asked now.
    var pausedUntil: ContinuousClock.Instant? { circuit.pausedUntil }

    /// Adds a question, the next in turn after those before.
    mutating func add(_ want: Want) { fresh.append(want) }

    /// When there is something to be asked although nobody adds anything; nil: never.
    var nextEvent: ContinuousClock.Instant? {
        let next = fresh.isEmpty && failing.isEmpty ? due.map(\.at).min() : .now
        guard let next, underWay < LookupQueue.atOnce else { return nil }
        return max(next, circuit.pausedUntil ?? next)
    }

    /// Takes the next question that may be asked now.
    /// - Returns: The question, and whether it is the one that finds out whether the interface is back.
    mutating func next(at now: ContinuousClock.Instant) -> (want: Want, isCanary: Bool)? {
        for index in due.indices.reversed() where due[index].at <= now { failing.append(due.remove(at: index).want) }
        guard !fresh.isEmpty || !failing.isEmpty, underWay < LookupQueue.atOnce, circuit.room(at: now) > 0 else {
            return nil
        }
        underWay += 1
        return (fresh.isEmpty ? failing.removeFirst() : fresh.removeFirst(), circuit.start())
    }

    /// Takes in that there was an answer to a question, or none.
    /// - Parameter signal: What it says of the interface.
    /// - Returns: What is worth a log line.
    mutating func answered(
        _ signal: EndpointCircuit.Signal, isCanary: Bool, at now: ContinuousClock.Instant
    ) -> EndpointCircuit.Notice? {
        underWay -= 1
        if signal == .alive { lastAnswer = now }
        var random = SystemRandomNumberGenerator()
        let notice = circuit.handle(signal, isCanary: isCanary, at: now, using: &random)
        if case .paused(let reason) = notice { outage = reason }
        if circuit.isClosed { outage = nil }
        return notice
    }

    /// Whether a question that has failed once more is at fault itself: the interface has answered others meanwhile.
    func isHopeless(_ want: Want) -> Bool {
        guard want.failures + 1 >= LookupQueue.mostFailures, let lastAnswer, let since = want.failingSince else {
            return false
        }
        return lastAnswer > since.instant
    }

    /// Has a question asked again that got no answer, after a pause that grows; the interface's own pause comes on top.
    /// - Returns: When it is due.
    mutating func askAgain(_ want: Want, at now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        var want = want
        let pause = min(.seconds(1) * (1 << min(want.failures, 10)), LookupQueue.longestPauseOfOne)
        want.failures += 1
        want.failingSince = want.failingSince ?? (now, .now)
        due.append((want, now + pause))
        return now + pause
    }
}
