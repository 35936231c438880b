/// What a tracker is to be told of one use. Which keys that becomes, in which order and with which escapes, is the
/// protocol's business (`protocol = pirus2 | irus-r4 | irus-r5`), not the plugin's.
public struct OpenURLParams: Sendable, Equatable {
    /// Request or Investigation.
    public var event: UsageEvent

    /// When it happened; kept on every retry.
    public var time: UTCTime

    /// The time as the repository's logger printed it, which the PIRUS2 sender of 2010 passed on unchanged.
    public var loggerTime: String?

    /// The client's address, or what stands for it.
    public var ip: [UInt8]

    /// Whether ``ip`` is a hash and no address.
    public var isHashed = false

    /// The User-Agent header; empty when unknown.
    public var userAgent: [UInt8]

    /// The Referer header; empty when unknown.
    public var referer: [UInt8]

    /// The item's identifier as OAI-PMH gives it.
    public var item: String

    /// The address of the item's page, if known.
    public var itemURL: [UInt8]?

    /// The address that was used: of the file for a Request, of the item's page for an Investigation.
    public var url: [UInt8]

    /// The repository's host name.
    public var repository: String

    /// The MIME type of the file, if known.
    public var format: String?

    /// What the PIRUS2 tracker is told of the article, where it was looked up.
    public var citation: Citation?

    /// Whether PIRUS2 takes this event only with a citation, as the original's ORA plugin decided.
    public var needsCitation = false

    /// What a tracker is to be told.
    public init(
        event: UsageEvent, time: UTCTime, ip: [UInt8], userAgent: [UInt8] = [], referer: [UInt8] = [], item: String,
        itemURL: [UInt8]? = nil, url: [UInt8], repository: String, loggerTime: String? = nil, isHashed: Bool = false,
        format: String? = nil, citation: Citation? = nil
    ) {
        self.event = event
        self.time = time
        self.ip = ip
        self.userAgent = userAgent
        self.referer = referer
        self.item = item
        self.itemURL = itemURL
        self.url = url
        self.repository = repository
        self.loggerTime = loggerTime
        self.isHashed = isHashed
        self.format = format
        self.citation = citation
    }
}

/// Bibliographic data of an article, for PIRUS2 (usage-protocols.md, section 1.2).
public struct Citation: Sendable, Equatable {
    /// The DOI, with or without `http://dx.doi.org/` before it.
    public var doi: String?

    /// The journal's title.
    public var journalTitle: String?

    /// The article's title.
    public var articleTitle: String?

    /// The first author's family name.
    public var authorLastName: String?

    /// The printed journal's ISSN.
    public var issn: String?

    /// The electronic journal's ISSN.
    public var eissn: String?

    /// Which version of the article the repository has (`Accepted version`).
    public var version: String?

    /// A citation of which nothing is known yet.
    public init() {}
}
