public import PluginAPI

/// A use of an item, or what else somebody did with a repository: a row of `events`.
///
/// Hits of robots and AI agents are rows too, and so are double clicks: reports leave them out, and can so tell how many
/// they were. Hits that are none by their method or status, or that are no use of an item, are no rows.
public struct EventRecord: StoredRecord {
    /// What tells it from all others.
    public var id: StoredText
    /// When it happened.
    public var time: UTCTime
    /// The repository: the ID of its `[service_ID]`.
    public var service: StoredText
    /// What was done: `Investigation`, `Request` …
    public var kind: StoredText
    /// The item's identifier (`OAI_PREFIX:LOCAL`).
    public var item: StoredText
    /// The address of what was used: of the file, or of the item's page.
    public var url: StoredText
    /// The HTTP status; 0: the log has none.
    public var status: Int = 0
    /// The bytes that were sent; 0: not known.
    public var bytes: Int = 0
    /// The country, as two letters.
    public var country: StoredText?
    /// The city's name.
    public var city: StoredText?
    /// The place as a geohash.
    public var geohash: StoredText?
    /// What stands for the client's address: a hash with a key that is of one day and then forgotten.
    public var host: StoredText?
    /// Who is behind the user agent: `person`, `robot`, `AI agent`.
    public var agentClass: StoredText
    /// What stands for the user within a clock hour (COUNTER Code of Practice 5.1, section 7.3).
    public var session: StoredText?
    /// Whether a later hit counts instead. Stores find that out (``EventStore/settleHour(window:)``); it is false in what is
    /// written.
    public var isDoubleClick = false
    /// What makes two hits clicks on the same thing by the same user; nil: it takes no part.
    public var click: ClickName?

    /// An event.
    public init(
        id: StoredText, time: UTCTime, service: StoredText, kind: StoredText, item: StoredText, url: StoredText,
        agentClass: StoredText
    ) {
        self.id = id
        self.time = time
        self.service = service
        self.kind = kind
        self.item = item
        self.url = url
        self.agentClass = agentClass
    }

    /// `events`.
    public static let table = StoreTable.events

    /// Puts the columns.
    public func write(to row: inout some RowWriter) {
        row.put(id)
        row.put(time)
        row.put(service)
        row.put(kind)
        row.put(item)
        row.put(url)
        row.put(Int64(status))
        row.put(Int64(bytes))
        row.put(country)
        row.put(city)
        row.put(geohash)
        row.put(host)
        row.put(agentClass)
        row.put(session)
        row.put(isDoubleClick)
        row.put(click?.own)
        row.put(click?.next)
    }

    /// Takes the columns.
    public init(from row: inout some RowReader) {
        id = row.someText()
        time = row.someTime()
        service = row.someText()
        kind = row.someText()
        item = row.someText()
        url = row.someText()
        status = Int(row.integer() ?? 0)
        bytes = Int(row.integer() ?? 0)
        country = row.text()
        city = row.text()
        geohash = row.text()
        host = row.text()
        agentClass = row.someText()
        session = row.text()
        isDoubleClick = row.flag()
        let own = row.integer()
        let next = row.integer()
        click = own.map { ClickName(own: $0, next: next) }
    }
}

/// What stands for a click's identity: a keyed hash that is another one in every hour, so that nobody can follow a user
/// through the table. A hit in an hour's last seconds has the next hour's too, to be compared with hits there.
public struct ClickName: Sendable, Hashable {
    /// In the hit's own hour.
    public let own: Int64
    /// In the next one, when a hit there may be within the window.
    public let next: Int64?

    /// A name.
    public init(own: Int64, next: Int64? = nil) {
        self.own = own
        self.next = next
    }
}
