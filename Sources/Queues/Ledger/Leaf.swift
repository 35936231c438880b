public import PluginAPI

/// Where a line's way ended, in the words of the ledger: `malformed`, `status 404`, `robot bot`, `accepted`.
///
/// Every message that a tail has read ends in exactly one leaf of each queue it was fanned out to, or still waits.
public struct Leaf: Hashable, Sendable {
    /// The rule or the fate.
    public let rule: String

    /// Which of its kind: the status, the method, the pattern of the list of robots or AI agents. Empty where there is nothing
    /// to tell apart. It is one of a bounded number of texts, since each is a counter of its own.
    public let detail: String

    /// A leaf.
    public init(_ rule: String, detail: String = "") {
        self.rule = rule
        self.detail = detail
    }

    /// The tracker took it.
    public static let accepted = Leaf("accepted")
    /// The tracker will not take it.
    public static let refused = Leaf("refused")
    /// It was tried as often as it may.
    public static let gaveUp = Leaf("gave up")
    /// Too many workers died while they held it.
    public static let died = Leaf("workers died")
    /// It may have been sent by a worker that died, and is held back.
    public static let maybeSent = Leaf("maybe sent")
    /// It was written to a file.
    public static let written = Leaf("written")
    /// It is in the statistics store.
    public static let recorded = Leaf("recorded")
    /// It is in the counts that Graphite is told.
    public static let counted = Leaf("counted")
    /// Browsers that look on have been told.
    public static let published = Leaf("published")
    /// It is what the statistics store takes no records of.
    public static let notForTheStore = Leaf("not for the store")
    /// A later click of the same user on the same item counts instead.
    public static let doubleClick = Leaf("double click")
    /// It is a use of an item, but none that this tracker is told of.
    public static let notForTheTracker = Leaf("not for the tracker")
    /// It is a comment or a header of the log.
    public static let noHit = Leaf("no hit")
    /// It is no message, or its line cannot be parsed.
    public static let malformed = Leaf("malformed")
    /// It is longer than `maxline`.
    public static let tooLong = Leaf("too long")
    /// No `[service_ID]` says how to read it.
    public static let unknownService = Leaf("unknown service")
    /// It is a use of something that was looked up in vain.
    public static let unresolved = Leaf("unresolved")
    /// Whether it counts is not known without a look-up, and nobody was asked: only a dry run ends lines here.
    public static let needsLookup = Leaf("needs a look-up")
    /// An operator removed it from its queue.
    public static let purged = Leaf("purged")
    /// An operator moved it to a queue from which it does not come here; less than 0 where more were moved here.
    public static let moved = Leaf("moved")

    /// The leaf of a parsed line that does not count.
    public init(_ exclusion: Exclusion, of line: ParsedLine) {
        switch exclusion.rule {
        case Exclusion.robot.rule, Exclusion.aiAgent.rule:
            self.init(exclusion.rule, detail: line.agent.pattern ?? "")
        case "status": self.init(exclusion.rule, detail: exclusion.detail ?? "")
        case "method":
            let method = exclusion.detail ?? ""
            self.init(exclusion.rule, detail: Self.methods.contains(method) ? method : "other")
        default: self.init(exclusion.rule)
        }
    }

    /// The methods of RFC 9110, section 9, PATCH (RFC 5789), and those of WebDAV (RFC 4918) that logs are full of: clients
    /// may send any word.
    private static let methods: Set = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PROPFIND",
    ]
}

extension Leaf: CustomStringConvertible {
    /// `status 404`, `accepted`.
    public var description: String { detail.isEmpty ? rule : "\(rule) \(detail)" }
}
