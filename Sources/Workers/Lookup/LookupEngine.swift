import CurlClient
import Forwarding
import Logging
import Lookups
import PluginAPI
import RedisClient

/// What a ``LookupDesk`` does on its thread: sends questions, reads answers, and keeps them.
struct LookupEngine {
    /// What has come of a step.
    struct Progress {
        /// Questions that have their answer.
        var done: [Lookup] = []
        /// Questions without one, with the time before which there will be none.
        var due: [(Lookup, ContinuousClock.Instant)] = []
        /// Until when which interfaces are asked nothing.
        var pauses: [ObjectIdentifier: ContinuousClock.Instant] = [:]
        /// Which interface is away, and why.
        var outage: String?
    }

    private struct Asking {
        let want: LookupQueue.Want
        let queue: Int
        let isCanary: Bool
        var steps = 1
    }

    /// Requests that one question may take.
    private static let mostSteps = 4

    /// How long to wait for answers before looking for new questions.
    private static let glance = Duration.milliseconds(20)

    /// How long to wait for new questions, in seconds, before looking whether to end.
    private static let idle = 60.0

    private let services: [String: ServiceLookups]
    private let curl: CurlMulti
    private let client: RedisClient
    private let patience: LookupPatience
    private let log: Logger
    private var queues: [LookupQueue]
    private var underWay: [Int: Asking] = [:]
    private var nextTag = 0

    init(
        _ services: [String: ServiceLookups], address: RedisAddress, userAgent: String, patience: LookupPatience,
        log: Logger
    ) throws(CurlError) {
        self.services = services
        curl = try CurlMulti(.forLookups(userAgent: userAgent))
        client = RedisClient(address, pause: { _ in false })
        self.patience = patience
        self.log = log
        queues = services.sorted { $0.key < $1.key }.flatMap(\.value.all).map { LookupQueue($0) }
    }

    /// For how many seconds there is nothing to do but wait for new questions; nil: there is something.
    var pause: Double? {
        guard underWay.isEmpty else { return nil }
        let next = queues.compactMap(\.nextEvent).min()
        let pause = next.map { ContinuousClock.now.duration(to: $0) / .seconds(1) } ?? LookupEngine.idle
        return pause > 0 ? min(pause, LookupEngine.idle) : nil
    }

    /// Takes new questions, begins as many requests as may be, and reads the answers that have come.
    mutating func work(on wants: [LookupQueue.Want]) -> Progress {
        var progress = Progress()
        for want in wants {
            let asked = services[want.lookup.service]?.asked(for: want.lookup.reference)
            if let queue = queues.firstIndex(where: { $0.asked === asked }) { queues[queue].add(want) }
        }
        do {
            try begin()
            if curl.inFlight > 0 {
                for finished in try curl.perform(waitUpTo: LookupEngine.glance) { try take(finished, &progress) }
            }
        } catch {
            // Out of memory, as far as libcurl tells.
            log.error("Cannot look up", metadata: ["reason": "\(error)"])
            curl.close()
            for asking in underWay.values {
                let signal = EndpointCircuit.Signal.failing(reason: "\(error)")
                tell(queues[asking.queue].answered(signal, isCanary: asking.isCanary, at: .now), asking.queue)
                askAgain(asking, &progress)
            }
            underWay = [:]
        }
        progress.outage =
            queues.lazy.compactMap { queue in
                queue.outage.map { "look-ups wait for \(queue.name): \($0)" }
            }.first
        for queue in queues { progress.pauses[ObjectIdentifier(queue.asked)] = queue.pausedUntil }
        return progress
    }

    private mutating func begin() throws(CurlError) {
        for index in queues.indices {
            while let (want, isCanary) = queues[index].next(at: .now) {
                nextTag += 1
                underWay[nextTag] = Asking(want: want, queue: index, isCanary: isCanary)
                try curl.submit(url: Array(want.address.utf8) + [0], tag: nextTag)
            }
        }
    }

    private mutating func take(_ finished: CurlMulti.Finished, _ progress: inout Progress) throws(CurlError) {
        guard var asking = underWay.removeValue(forKey: finished.tag) else { return }
        let asked = queues[asking.queue].asked
        let lookup = asking.want.lookup
        let (signal, verdict) = asked.source.judgement(of: finished.result, for: lookup.reference)
        if case .ask(let address) = verdict, asking.steps < LookupEngine.mostSteps {
            asking.steps += 1
            underWay[finished.tag] = asking
            return try curl.submit(url: Array(address.utf8) + [0], tag: finished.tag)
        }
        tell(queues[asking.queue].answered(signal, isCanary: asking.isCanary, at: .now), asking.queue)
        switch verdict {
        case .found(let finding):
            keep(.found(finding), to: lookup)
            asked.memory.keep(finding, for: lookup.reference)
            progress.done.append(lookup)
        case .unknown(let reason):
            keep(.unknown(patience.answer(reason, after: asking.want.vain, at: .now)), to: lookup)
            progress.done.append(lookup)
        case .failed, .ask, nil:
            guard queues[asking.queue].isHopeless(asking.want) else { return askAgain(asking, &progress) }
            keep(.unknown(InVain(asking.want, failing: signal)), to: lookup)
            progress.done.append(lookup)
        }
    }

    private mutating func askAgain(_ asking: Asking, _ progress: inout Progress) {
        progress.due.append((asking.want.lookup, queues[asking.queue].askAgain(asking.want, at: .now)))
    }

    /// Keeps an answer in Redis. While Redis is away it goes no further than this process; messages that come again ask anew.
    private func keep(_ answer: LookupAnswer, to lookup: Lookup) {
        do {
            try client.once { try LookupCache($0).store(answer, to: lookup, at: .now) }
        } catch {
            // The worker's own connection reports the outage.
            log.debug("An answer is not in Redis", metadata: ["key": "\(lookup.key)", "reason": "\(error)"])
        }
    }

    private func tell(_ notice: EndpointCircuit.Notice?, _ queue: Int) {
        switch notice {
        case .paused(let reason):
            log.warning(
                "Cannot look up, messages wait", metadata: ["source": "\(queues[queue].name)", "reason": "\(reason)"])
        case .back(let outage):
            log.notice(
                "Look-ups go on",
                metadata: ["source": "\(queues[queue].name)", "after": "\(outage / .seconds(1)) s"])
        case nil: break
        }
    }
}

extension InVain {
    /// What is known of a question that only ever failed.
    fileprivate init(_ want: LookupQueue.Want, failing signal: EndpointCircuit.Signal) {
        let reason =
            switch signal {
            case .failing(let reason), .unreachable(let reason), .slowDown(let reason, _): reason
            case .alive: "too many steps"
            }
        let reference = want.lookup.reference
        self.init(
            reason: "\(reference.kind.rawValue) \"\(reference.id)\": \(reason)", asked: want.failures + 1,
            since: want.failingSince?.time ?? .now, next: nil)
    }
}
