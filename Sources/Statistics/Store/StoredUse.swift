import PluginAPI

/// A use of an item that counts: an Investigation or a Request by a person, and no double click. What reports need of an event,
/// and no more: a report reads all of a month's.
public struct StoredUse: Sendable, Equatable {
    /// When it happened, in seconds since 1970.
    public var time: Int64
    /// The item's identifier.
    public var item: String
    /// Whether the content was delivered.
    public var isRequest: Bool
    /// What stands for the user within the clock hour; nil: nobody can tell.
    public var session: String?
    /// The address of what was looked at; nil for Requests, and where it is not asked for.
    public var page: String?

    /// A use.
    public init(time: Int64, item: String, isRequest: Bool, session: String?, page: String? = nil) {
        self.time = time
        self.item = item
        self.isRequest = isRequest
        self.session = session
        self.page = page
    }

    /// Which events they are.
    static let condition = """
        agent_class = '\(UserAgentClass.person.rawValue)' AND NOT double_click \
        AND kind IN ('\(UsageEvent.investigation.rawValue)', '\(UsageEvent.request.rawValue)')
        """

    /// What is asked for.
    static func columns(pages: Bool) -> [String] {
        ["item", "session", "CASE kind WHEN '\(UsageEvent.request.rawValue)' THEN 1 ELSE 0 END"]
            + (pages ? ["CASE kind WHEN '\(UsageEvent.investigation.rawValue)' THEN url END"] : [])
    }
}
