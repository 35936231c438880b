/// What a report tells of an item besides its numbers (usage-protocols.md, sections 2.7 and 2.8). What is not known is empty, never
/// "unknown".
public struct ItemDescription: Sendable, Hashable {
    /// Its title.
    public var title = ""
    /// Who published it.
    public var publisher = ""
    /// The publisher's identifier.
    public var publisherID: Identifier?
    /// At most three are told.
    public var authors: [Author] = []
    /// `2024-06-15`.
    public var publicationDate = ""
    /// The version of an article: AO, SMUR, AM, P, VoR, CVoR, EVoR.
    public var articleVersion = ""
    /// Its identifiers.
    public var identifiers = Identifiers()
    /// What it is.
    public var dataType = DataType.unspecified
    /// The year of publication, yyyy; `0001` when it is not known.
    public var yearOfPublication = "0001"
    /// Who may get it.
    public var accessType = AccessType.open
    /// What it is part of: an article's journal.
    public var parent: Parent?

    /// An item of which nothing is known.
    public init() {}

    /// The identifiers of an item or its parent.
    public struct Identifiers: Sendable, Hashable {
        /// `10.1234/567`.
        public var doi = ""
        /// `namespace:value`, the namespace being the platform's.
        public var proprietary = ""
        /// With hyphens.
        public var isbn = ""
        /// Of what is printed.
        public var printISSN = ""
        /// Of what is online.
        public var onlineISSN = ""
        /// Its address.
        public var uri = ""

        /// None.
        public init() {}
    }

    /// An identifier with the register it is of.
    public struct Identifier: Sendable, Hashable {
        /// `ROR`, `ISNI` or `Proprietary`.
        public var register: String
        /// Its value.
        public var value: String

        /// An identifier.
        public init(register: String, value: String) { (self.register, self.value) = (register, value) }
    }

    /// Who wrote it.
    public struct Author: Sendable, Hashable {
        /// The name.
        public var name: String
        /// `0000-0001-2345-6789`; empty when not known.
        public var orcid: String

        /// An author.
        public init(name: String, orcid: String = "") { (self.name, self.orcid) = (name, orcid) }
    }

    /// What an item is part of.
    public struct Parent: Sendable, Hashable {
        /// Its title.
        public var title = ""
        /// At most three are told.
        public var authors: [Author] = []
        /// `2024-06-15`.
        public var publicationDate = ""
        /// The version of an article.
        public var articleVersion = ""
        /// What it is.
        public var dataType = DataType.journal
        /// Its identifiers.
        public var identifiers = Identifiers()

        /// A parent of which nothing is known.
        public init() {}
    }
}

/// COUNTER's Data_Type, those that a repository has.
public enum DataType: String, Sendable, CaseIterable {
    case article = "Article"
    case audiovisual = "Audiovisual"
    case bookSegment = "Book_Segment"
    case conferenceItem = "Conference_Item"
    case databaseFullItem = "Database_Full_Item"
    case dataset = "Dataset"
    case image = "Image"
    case interactiveResource = "Interactive_Resource"
    case multimedia = "Multimedia"
    case newsItem = "News_Item"
    case other = "Other"
    case patent = "Patent"
    case referenceItem = "Reference_Item"
    case report = "Report"
    case software = "Software"
    case sound = "Sound"
    case standard = "Standard"
    case thesis = "Thesis_or_Dissertation"
    case unspecified = "Unspecified"
    case book = "Book"
    case conference = "Conference"
    case journal = "Journal"
    case newspaper = "Newspaper_or_Newsletter"
    case referenceWork = "Reference_Work"

    /// Whether items may be of it; the others are parents, and in Platform Reports.
    public var isOfItems: Bool {
        switch self {
        case .book, .conference, .journal, .newspaper, .referenceWork: false
        default: true
        }
    }

    /// What items of it may be part of (Code of Practice 5.1, table 3.q); nil: of nothing.
    var parent: DataType? {
        switch self {
        case .article: .journal
        case .bookSegment: .book
        case .conferenceItem: .conference
        case .newsItem: .newspaper
        case .referenceItem: .referenceWork
        default: nil
        }
    }

    /// What is said of a text that is no data type of items.
    public static let noneOfItems = """
        none of \(allCases.filter(\.isOfItems).map(\.rawValue).joined(separator: ", ")) \
        (a whole book is a Book_Segment, a whole reference work a Reference_Item)
        """
}

/// COUNTER's Access_Type.
public enum AccessType: String, Sendable, CaseIterable {
    case open = "Open"
    case controlled = "Controlled"
    case freeToRead = "Free_To_Read"
}
