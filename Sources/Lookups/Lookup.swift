public import PluginAPI

/// One question: what a service's reference stands for.
public struct Lookup: Hashable, Sendable, CustomStringConvertible {
    /// The ID of the `[service_ID]` section.
    public let service: String

    /// What is asked.
    public let reference: Reference

    /// A question.
    public init(service: String, _ reference: Reference) {
        self.service = service
        self.reference = reference
    }

    /// The Redis key of its answer.
    public var key: String { "lookup:\(service):\(reference.kind.rawValue):\(reference.id)" }

    /// `bitstream 0b1c2d3e-… of repo.example`
    public var description: String { "\(reference) of \(service)" }
}

/// What is known of a ``Lookup``.
public enum LookupAnswer: Sendable, Equatable {
    /// This is what it stands for.
    case found(Finding)

    /// The interface knew nothing of it so far.
    case unknown(InVain)
}

/// Answers of an interface that knew nothing.
public struct InVain: Sendable, Equatable {
    /// What it said last.
    public var reason: String

    /// How often it was asked.
    public var asked: Int

    /// When it was asked first.
    public var since: UTCTime

    /// When it is to be asked again; nil: not for the messages that wait now.
    public var next: UTCTime?

    /// Answers so far.
    public init(reason: String, asked: Int, since: UTCTime, next: UTCTime?) {
        self.reason = reason
        self.asked = asked
        self.since = since
        self.next = next
    }

    /// What is said of a message that is given up for it. The time is quoted, so that `queues failed` makes one group of them.
    public var unresolved: Unresolved {
        Unresolved("\(reason), asked \(asked) \(asked == 1 ? "time" : "times") since \"\(since.rfc3339)\"")
    }
}

/// How often an interface that knows nothing of a reference is asked, and how long the pauses are: what was deposited a
/// moment ago may not be in the index yet.
public struct LookupPatience: Sendable {
    /// Seconds between an answer and the next question; after the last of them the reference is given up.
    public let pauses: [Int64]

    /// Five questions within six minutes.
    public static let standard = LookupPatience(pauses: [2, 10, 60, 300])

    /// Other pauses, in seconds.
    public init(pauses: [Int64]) { self.pauses = pauses }

    /// What is known after another answer that nothing is known.
    public func answer(_ reason: String, after last: InVain?, at now: UTCTime) -> InVain {
        let asked = (last?.asked ?? 0) + 1
        let next = asked <= pauses.count ? UTCTime(secondsSince1970: now.secondsSince1970 + pauses[asked - 1]) : nil
        return InVain(reason: reason, asked: asked, since: last?.since ?? now, next: next)
    }
}
