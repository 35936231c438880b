/// What a parser plugin read from one log line, and what it makes of it.
///
/// The text fields are ranges of `storage`, so that parsing copies nothing; ask ``text(_:)`` for a String or
/// ``bytes(_:)`` for the bytes. A field a format does not have, or that the log gives as `-`, is an empty range.
public struct ParsedLine: Sendable, Equatable {
    /// The repository the line belongs to.
    public var service: String

    /// The bytes the ranges point into: the log line, with escapes already undone where a format escapes. Of an anonymised
    /// line only the fields are left.
    public var storage: [UInt8]

    /// When the server answered (or began to), in UTC.
    public var time: UTCTime

    /// The client's address; of an anonymised line what stands for it.
    public var ip: Range<Int> = 0..<0

    /// What tells the client of an anonymised line that is a use or a transfer from all others: a keyed digest of its whole
    /// address, for double clicks. It is not for anybody outside. nil where the address itself is there.
    public var client: [UInt8]?

    /// The addresses of the X-Forwarded-For header as logged, `CLIENT, PROXY, …`, the nearest proxy last; empty where the
    /// format has none and in an anonymised line.
    public var forwardedFor: Range<Int> = 0..<0

    /// The virtual host that answered or the Host header, with its port if logged; empty where the format has neither.
    public var host: Range<Int> = 0..<0

    /// The request method, as sent (`GET`).
    public var method: Range<Int> = 0..<0

    /// The request target as logged: path and query, still percent-encoded.
    public var url: Range<Int> = 0..<0

    /// The protocol (`HTTP/1.1`); empty for HTTP/0.9.
    public var httpProtocol: Range<Int> = 0..<0

    /// The final status; 0 when the format has none.
    public var status: Int = 0

    /// The size of the answer in bytes; 0 where the log writes `-`.
    public var bytes: Int = 0

    /// What came in over the network for the request, headers included, in bytes (Apache's `%I`); 0 when the format has
    /// none.
    public var bytesIn: Int = 0

    /// What went out over the network for the answer, headers included, in bytes (Apache's `%O`); 0 when the format has
    /// none.
    public var bytesOut: Int = 0

    /// How long the server took for the request, in seconds; nil when the format has none.
    public var duration: Double?

    /// The Referer header.
    public var referer: Range<Int> = 0..<0

    /// The User-Agent header.
    public var userAgent: Range<Int> = 0..<0

    /// The time as the program that logged wrote it before the line, if it did (`2009-04-01T01:14:28,301,301`).
    public var loggerTime: String?

    /// Who is behind the user agent; a person where the service does not look.
    public var agent = UserAgentVerdict.person

    /// What was used, when the hit is a use of an item; nil when it is not.
    public var usage: ItemUsage?

    /// Where the client is; nil where that is not known, or nobody asked for it (``PluginSettings/places``).
    public var place: Place?

    /// What a connection carried, stream by stream, where the log is of transfers of measurements and not of hits.
    public var transfers: [Transfer] = []

    /// What was measured besides; no two have one name.
    public var measurements: [Measurement] = []

    /// Why the hit is not for a tracker; nil when it is.
    public var exclusion: Exclusion?

    /// A line of which only the service and the time are known yet.
    public init(service: String, storage: [UInt8], time: UTCTime) {
        self.service = service
        self.storage = storage
        self.time = time
    }

    /// Puts a text behind the storage, for a field that does not stand in the line as it is to be read.
    /// - Returns: Where it is; an empty range for an empty text.
    public mutating func append(_ text: some StringProtocol) -> Range<Int> {
        guard !text.isEmpty else { return 0..<0 }
        let start = storage.count
        storage += text.utf8
        return start..<storage.count
    }

    /// The bytes of one field.
    public func bytes(_ field: Range<Int>) -> ArraySlice<UInt8> {
        storage[field]
    }

    /// One field as text; bytes that are not UTF-8 become U+FFFD.
    public func text(_ field: Range<Int>) -> String {
        String(decoding: storage[field], as: UTF8.self)
    }
}

/// The use of an item that a hit stands for.
public struct ItemUsage: Sendable, Equatable {
    /// What the user did, in COUNTER's terms.
    public var event: UsageEvent

    /// The item's identifier as the repository's OAI-PMH interface gives it: `OAI_PREFIX:LOCAL`.
    public var item: String

    /// The part of the item that was fetched, where the URL names one (Fedora's datastream, a DSpace sequence number).
    public var part: String?

    /// Where the item's page is; nil when it cannot be derived from the hit.
    public var itemURL: [UInt8]?

    /// Where the file is that was fetched; nil for an Investigation.
    public var fileURL: [UInt8]?

    /// A use of an item.
    public init(
        event: UsageEvent, item: String, part: String? = nil, itemURL: [UInt8]? = nil, fileURL: [UInt8]? = nil
    ) {
        self.event = event
        self.item = item
        self.part = part
        self.itemURL = itemURL
        self.fileURL = fileURL
    }
}

/// The two kinds of use (COUNTER Code of Practice 5.1, section 3.3; the values of `rft_dat` in the IRUS tracker protocol).
public enum UsageEvent: String, Sendable {
    /// The user got the content itself.
    case request = "Request"

    /// The user looked at information about the item.
    case investigation = "Investigation"
}

/// Why a hit does not count. The names are what `plugins try`, the ledger and `explain` show.
public struct Exclusion: Sendable, Hashable, CustomStringConvertible {
    /// The rule: `status`, `method`, `robot`, `AI agent`, `not an item`, an ``ExclusionRule``, or a plugin's own. A fixed
    /// text, because the ledger counts by it.
    public let rule: String

    /// What met the rule (`404`, `HEAD`), if that tells more.
    public let detail: String?

    /// The target has nothing to do with an item.
    public static let notAnItem = Exclusion(rule: "not an item")

    /// It is no hit but tells what a connection carried (``ParsedLine/transfers``).
    public static let transfer = Exclusion(rule: "transfer")

    /// The user agent is on the list of robots, and the service skips them.
    public static let robot = Exclusion(rule: UserAgentClass.robot.rawValue)

    /// The user agent is on the list of AI agents, and the service skips them.
    public static let aiAgent = Exclusion(rule: UserAgentClass.aiAgent.rawValue)

    /// A rule that was met.
    public init(rule: String, detail: String? = nil) {
        self.rule = rule
        self.detail = detail
    }

    /// `status 404`, `robot`.
    public var description: String {
        detail.map { "\(rule) \($0)" } ?? rule
    }
}
