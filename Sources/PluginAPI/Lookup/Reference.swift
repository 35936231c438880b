/// An identifier that a log line names and that tells a tracker nothing: what it stands for must be looked up.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
    /// What an identifier is that of. The raw values stand in Redis keys and mapping files.
    public enum Kind: String, Sendable, CaseIterable {
        /// A file of DSpace 7 or later, by its UUID.
        case bitstream
        /// An item of DSpace 7 or later, by its UUID.
        case uuid
        /// A handle of DSpace, of which the address does not tell whether it is an item's or a collection's.
        case handle
        /// Hyrax's wrapping of one file.
        case fileset
        /// A file of Dataverse, figshare or Pure, by its number.
        case file
        /// A publication's page, by the name in its address (Pure).
        case page
        /// An item, by its OAI-PMH identifier, of which the citation is wanted.
        case citation
    }

    /// What it is the identifier of.
    public let kind: Kind

    /// The identifier as the log line has it.
    public let id: String

    /// An identifier to look up.
    public init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    /// `bitstream 0b1c2d3e-…`
    public var description: String { "\(kind.rawValue) \(id)" }
}

/// What a ``Reference`` turned out to stand for.
public enum Finding: Sendable, Equatable {
    /// It belongs to this item.
    case item(FoundItem)

    /// It is nothing that counts: a collection's handle, a thumbnail's bitstream.
    case excluded(Exclusion)

    /// It is an item of which this is known.
    case citation(Citation)
}

/// The item that a reference belongs to.
public struct FoundItem: Sendable, Equatable {
    /// The item's identifier, to which `oai_prefix` is added if it is a local one.
    public let identifier: String

    /// Whether OAI-PMH gives the identifier as it stands (Dataverse's `doi:10.7910/DVN/ABC`).
    public let isWhole: Bool

    /// The path of the item's page; nil when it is not known.
    public let page: String?

    /// An item that was found.
    public init(_ identifier: String, isWhole: Bool = false, page: String? = nil) {
        self.identifier = identifier
        self.isWhole = isWhole
        self.page = page
    }
}
