/// The reasons why plugins leave targets out. They are counters of the ledger, so there are few and each is a fixed
/// text; what met the rule is the exclusion's detail (usage-protocols.md, sections 1.8 and 6.4).
public enum ExclusionRule: String, Sendable, CaseIterable {
    /// A small picture of a file, a logo.
    case thumbnail

    /// What a viewer shows of a file: page images, tiles, a preview.
    case preview

    /// What was made of a file for other ends: a smaller picture, a converted video.
    case derivative

    /// The text of a file, for an index.
    case extractedText = "extracted text"

    /// The licence that was given with an item.
    case licence

    /// Metadata of an item, exported or stored beside its files.
    case metadata

    /// A page about one file, or around it: the file is a request of its own.
    case filePage = "file page"

    /// Several files, or all of an item, in one archive.
    case bulkDownload = "bulk download"

    /// A list of items that belong together: a collection, a community, a journal's issue.
    case collection

    /// A list of items by author, subject or date.
    case browse

    /// A search and its results.
    case search

    /// A news feed.
    case feed

    /// Metadata for harvesters (OAI-PMH).
    case harvesting

    /// An interface for programs.
    case api = "API"

    /// Signing in or out, registering.
    case login

    /// Submitting, editing, administration.
    case editing

    /// Usage figures.
    case statistics

    /// What belongs to pages: styles, scripts, fonts, icons.
    case staticFile = "static file"
}

extension Exclusion {
    /// One of the fixed rules was met.
    public init(_ rule: ExclusionRule, detail: String? = nil) {
        self.init(rule: rule.rawValue, detail: detail)
    }
}
