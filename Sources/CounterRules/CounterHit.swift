public import PluginAPI

/// Who caused a hit, as far as the log tells.
public struct CounterClient: Sendable, Hashable {
    /// The client's address.
    public var address: String
    /// The user agent.
    public var userAgent: String
    /// The id of a session, where the platform logs one.
    public var session: String?
    /// A cookie that stands for the user.
    public var cookie: String?
    /// The name that the user logged in with.
    public var username: String?

    /// A client that is known by address and user agent.
    public init(
        address: String, userAgent: String, session: String? = nil, cookie: String? = nil, username: String? = nil
    ) {
        self.address = address
        self.userAgent = userAgent
        self.session = session
        self.cookie = cookie
        self.username = username
    }

    /// Who the user is, by the strongest of what is known: name, cookie, session, address and user agent (COUNTER Code of
    /// Practice 5.1, section 7.2; usage-protocols.md, section 2.2).
    public var user: CounterUser {
        if let username { return .username(username) }
        if let cookie { return .cookie(cookie) }
        if let session { return .session(session) }
        return .client(address: address, userAgent: userAgent)
    }

    /// The session that a moment belongs to: the one that is logged, on its day; else the user's clock hour (section 7.3;
    /// usage-protocols.md, section 2.4). Days and hours are UTC's.
    public func session(at time: UTCTime) -> CounterSession {
        let (day, hour) = (time.secondsSince1970.floored(by: 86_400), time.secondsSince1970.floored(by: 3_600))
        guard let session else { return CounterSession(user: user, slice: hour) }
        return CounterSession(user: .session(session), slice: day)
    }
}

/// A user, as double clicks and sessions tell users apart.
public enum CounterUser: Sendable, Hashable {
    /// By the name of the login.
    case username(String)
    /// By a cookie.
    case cookie(String)
    /// By a session.
    case session(String)
    /// By address and user agent.
    case client(address: String, userAgent: String)
}

/// A session: a user within a clock hour, or a logged session within a day.
public struct CounterSession: Sendable, Hashable {
    /// The user.
    let user: CounterUser
    /// The hour, or the day, in seconds since 1970.
    let slice: Int64
}

/// A hit that counts by method, status and robots list, and is a use of an item.
public struct CounterHit: Sendable {
    /// When.
    public var time: UTCTime
    /// By whom.
    public var client: CounterClient
    /// The address that was used; two hits on the same one may be a double click.
    public var url: String
    /// The work, whatever file of it was used.
    public var item: String
    /// What the user did.
    public var event: UsageEvent
    /// How it was got.
    public var accessMethod: AccessMethod

    /// A hit.
    public init(
        time: UTCTime, client: CounterClient, url: String, item: String, event: UsageEvent,
        accessMethod: AccessMethod = .regular
    ) {
        self.time = time
        self.client = client
        self.url = url
        self.item = item
        self.event = event
        self.accessMethod = accessMethod
    }
}

/// COUNTER's Access_Method (Code of Practice 5.1, section 3.3.6).
public enum AccessMethod: String, Sendable, CaseIterable {
    /// Someone read.
    case regular = "Regular"
    /// A program read for text and data mining, with permission.
    case tdm = "TDM"
}

extension Int64 {
    fileprivate func floored(by unit: Int64) -> Int64 { self / unit * unit - (self % unit < 0 ? unit : 0) }
}
