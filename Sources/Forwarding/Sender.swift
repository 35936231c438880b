import CurlClient
import Glibc
import PluginAPI
public import Settings

/// Sends OpenURLs to one tracker: several at once, no faster than it may, and not at all while the tracker fails.
///
/// For a loop on one thread, which fills ``room`` with ``submit(query:tag:)``, calls ``wait(upTo:)``, sees to it that what
/// comes back is not forgotten, and says so with ``release(_:)``. A message keeps its place until then, so that there are
/// never more than `concurrency` of which it is not known whether the tracker has them: as many it gets twice at most if
/// the process is killed.
public final class Sender {
    /// One request that is over.
    public struct Outcome: Sendable, Equatable {
        /// What the caller called it.
        public let tag: Int
        /// What to do with its message.
        public let verdict: Verdict
        /// How long the endpoint took, or was waited for, in seconds; nil: nothing got to it.
        public var seconds: Double?
    }

    private let curl: CurlMulti
    private let concurrency: Int
    private let success: Set<Int>
    private let report: (EndpointCircuit.Notice) -> Void
    private let clock = ContinuousClock()
    private var circuit: EndpointCircuit
    private var rate: RateLimit
    private var random = SystemRandomNumberGenerator()
    /// The endpoint with its `?`, and after it the query of the request begun last.
    private var url: [UInt8]
    private let urlPrefix: Int
    /// Where in it the path begins, which libcurl need not look at.
    private let path: Int?
    private var answered = 0
    private var canary: Int?

    /// - Parameters:
    ///   - userAgent: What the User-Agent header says (`loglines/1.0`).
    ///   - wakeDescriptors: End a wait when they can be read; see ``CurlOptions/wakeDescriptors``.
    ///   - report: Gets one notice when an outage of the endpoint begins and one when it is over.
    /// - Throws: ``EndpointError`` when `endpoint_url` cannot be sent to; ``CurlError`` when libcurl does not take an option.
    public init(
        _ settings: ForwarderSettings, userAgent: String, wakeDescriptors: [Int32] = [],
        report: @escaping (EndpointCircuit.Notice) -> Void
    ) throws {
        var options = CurlOptions(timeout: settings.timeout, userAgent: userAgent)
        options.proxy = settings.proxy
        options.caFile = settings.caFile
        options.wakeDescriptors = wakeDescriptors
        let endpoint = try Endpoint(settings.endpointURL)
        url = endpoint.prefix
        address = endpoint.shown
        urlPrefix = url.count
        path = settings.proxy.isEmpty ? endpoint.path : nil
        curl = try CurlMulti(options)
        concurrency = max(settings.concurrency, 1)
        success = settings.success
        circuit = EndpointCircuit(longestPause: .seconds(settings.pauseonfail))
        rate = RateLimit(seconds: settings.ratelimit)
        self.report = report
    }

    /// How many messages may be submitted now.
    public var room: Int {
        let free = concurrency - curl.inFlight - answered
        guard free > 0 else { return 0 }
        let now = clock.now
        return min(free, circuit.room(at: now), rate.room(at: now))
    }

    /// When there may be more room without any request coming to its end: the end of a pause, or of the time between
    /// two requests. Nil when only an answer makes room, or its being kept.
    public var nextEvent: ContinuousClock.Instant? {
        let now = clock.now
        let spaced = rate.wait(at: now)
        if let end = circuit.pausedUntil, end > now { return max(end, spaced ?? end) }
        return circuit.room(at: now) > 0 ? spaced : nil
    }

    /// The endpoint's address as it may be shown: without a user, a password and a query, which may hold a key.
    public let address: String

    /// How many requests are under way.
    public var inFlight: Int { curl.inFlight }

    /// Why nothing is sent, and until when; nil while all is well.
    public var pause: EndpointPause? {
        circuit.pause(at: clock.now, wall: UTCTime(secondsSince1970: Int64(time(nil))))
    }

    /// Begins a request; it goes out with the next ``wait(upTo:)``.
    /// - Parameters:
    ///   - query: The OpenURL, as ``OpenURLRenderer`` writes it.
    ///   - tag: Comes back with the verdict; no other message in flight has it.
    /// - Throws: ``CurlError`` when there is no memory; the message has not been sent then.
    public func submit(query: [UInt8], tag: Int) throws {
        url.removeSubrange(urlPrefix...)
        url.append(contentsOf: query)
        url.append(0)
        try curl.submit(url: url, target: path, tag: tag)
        if circuit.start() { canary = tag }
        rate.start(at: clock.now)
    }

    /// Sends, receives, and waits for an answer.
    /// - Parameter limit: How long at most; the wait also ends at ``nextEvent``, or for no reason.
    /// - Returns: What has been answered. Each keeps its place until ``release(_:)``.
    /// - Throws: ``CurlError`` when libcurl cannot go on.
    public func wait(upTo limit: Duration) throws -> [Outcome] {
        let wait = nextEvent.map { min(limit, clock.now.duration(to: $0)) } ?? limit
        return try curl.perform(waitUpTo: wait).map { finished in
            answered += 1
            return Outcome(tag: finished.tag, verdict: judge(finished), seconds: finished.result.seconds)
        }
    }

    /// Gives the places of as many answered messages to others: their answers outlive the process, or will when the next
    /// message is sent.
    public func release(_ count: Int) {
        precondition(count <= answered, "released more than was answered")
        answered -= count
    }

    /// Ends all requests in flight. Whether the tracker has got them is not known.
    /// - Returns: Their tags.
    public func close() -> [Int] {
        canary = nil
        return curl.close()
    }

    private func judge(_ finished: CurlMulti.Finished) -> Verdict {
        let answer = Answer(finished.result, success: success)
        let isCanary = finished.tag == canary
        if isCanary { canary = nil }
        let now = clock.now
        if let notice = circuit.handle(answer.signal, isCanary: isCanary, at: now, using: &random) { report(notice) }
        let pause = circuit.isClosed ? nil : max(circuit.pausedUntil.map { now.duration(to: $0) } ?? .zero, .zero)
        return Verdict(answer, isCanary: isCanary, pause: pause)
    }
}

extension Answer {
    /// What it says of the endpoint.
    var signal: EndpointCircuit.Signal {
        switch self {
        case .accepted, .refused: .alive
        case .tryAgain(let reason, _): .failing(reason: reason)
        case .slowDown(let reason, let after): .slowDown(reason: reason, after: after)
        case .unreachable(let reason): .unreachable(reason: reason)
        }
    }
}
