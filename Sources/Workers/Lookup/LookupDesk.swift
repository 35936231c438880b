import CurlClient
import Dispatch
import Logging
import Lookups
import PluginAPI
import RedisClient
import Synchronization

/// Asks the services' interfaces what references stand for, on a thread of its own and with a Redis connection of its own,
/// so that a slow interface holds up nothing but the messages that wait for it. What it learns is in Redis, and in the
/// memory of this process, before the question is forgotten.
final class LookupDesk: Sendable {
    /// Questions that are kept at once; messages that bring more of them come again later.
    static let capacity = 10_000

    /// For how long a question is not asked again that was answered: whoever wants it looked into Redis before the answer was
    /// there.
    private static let echo = Duration.milliseconds(500)

    /// What the worker's thread and the desk's share; locked for moments only.
    struct Inbox {
        /// What has been asked for and the engine has not taken yet.
        var wants: [LookupQueue.Want] = []
        /// All questions without an answer, with the time before which there will be none, if that is known.
        var open: [Lookup: ContinuousClock.Instant?] = [:]
        /// When questions were answered, of the last ones.
        var answered: [Lookup: ContinuousClock.Instant] = [:]
        /// Until when which interfaces are asked nothing.
        var pauses: [ObjectIdentifier: ContinuousClock.Instant] = [:]
        /// What is said in the heartbeat while an interface is away.
        var outage: String?
        var hasEnded = false
    }

    /// Who is asked for each service.
    let services: [String: ServiceLookups]

    private let inbox = Mutex(Inbox())
    private let engine: Mutex<LookupEngine>
    private let something = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "look-ups")

    /// Opens.
    /// - Throws: `CurlError` when libcurl cannot be used.
    init(
        _ services: [String: ServiceLookups], address: RedisAddress, userAgent: String, patience: LookupPatience,
        log: Logger
    ) throws {
        self.services = services
        engine = Mutex(
            try LookupEngine(
                services, address: address, userAgent: userAgent,
                patience: patience, log: log))
        queue.async { [weak self, ended] in
            while let self, self.step() {}
            ended.signal()
        }
    }

    /// Ends all requests; what they were for is asked again by whoever comes next.
    func end() {
        inbox.withLock { $0.hasEnded = true }
        something.signal()
        ended.wait()
    }

    /// Has a question asked, unless it already waits for its answer.
    /// - Parameter vain: What was answered so far, if it was that nothing is known.
    /// - Returns: The time before which there will be no answer, if that is known.
    func want(_ lookup: Lookup, after vain: InVain?) -> ContinuousClock.Instant? {
        guard let asked = services[lookup.service]?.asked(for: lookup.reference),
            let address = asked.source.address(for: lookup.reference)
        else { return nil }
        let (isNew, due) = inbox.withLock { inbox -> (Bool, ContinuousClock.Instant?) in
            let pause = inbox.pauses[ObjectIdentifier(asked)]
            if let due = inbox.open[lookup] { return (false, [due, pause].compactMap(\.self).max()) }
            if let answer = inbox.answered[lookup], answer + LookupDesk.echo > .now { return (false, nil) }
            guard inbox.open.count < LookupDesk.capacity else { return (false, pause) }
            inbox.open[lookup] = .some(nil)
            inbox.wants.append(LookupQueue.Want(lookup: lookup, address: address, vain: vain))
            return (true, pause)
        }
        if isNew { something.signal() }
        return due
    }

    /// What the heartbeat says of it; nil: nothing waits.
    var state: String? {
        inbox.withLock { inbox in
            if let outage = inbox.outage { return outage }
            return inbox.open.isEmpty ? nil : "looking up \(inbox.open.count)"
        }
    }

    /// - Returns: Whether to go on.
    private func step() -> Bool {
        let wants = inbox.withLock { inbox -> [LookupQueue.Want]? in
            defer { inbox.wants = [] }
            return inbox.hasEnded ? nil : inbox.wants
        }
        guard let wants else { return false }
        let (answered, pause) = engine.withLock { engine in
            let answered = engine.work(on: wants)
            return (answered, engine.pause)
        }
        inbox.withLock { inbox in
            let now = ContinuousClock.now
            if inbox.answered.count > LookupDesk.capacity {
                inbox.answered = inbox.answered.filter { $0.value + LookupDesk.echo > now }
            }
            for lookup in answered.done {
                inbox.open[lookup] = nil
                inbox.answered[lookup] = now
            }
            for (lookup, due) in answered.due { inbox.open[lookup] = .some(due) }
            inbox.outage = answered.outage
            inbox.pauses = answered.pauses
        }
        if let pause { _ = something.wait(timeout: .now() + pause) }
        return true
    }
}
