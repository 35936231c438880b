/// How an index calls what is looked for. The defaults are Hyrax'.
public struct SolrFields: Sendable, Equatable {
    /// The identifier of a document, without `oai_prefix`.
    public var id = "id"

    /// The files of a work. A document that has the file in the first of them is preferred: a parent work may have the
    /// files of its parts in the others.
    public var files = ["member_ids_ssim", "file_set_ids_ssim"]

    /// The work's model, from which its page's address is made.
    public var model = "has_model_ssim"

    /// The DOI.
    public var doi = ["doi_ssim", "doi_tesim", "identifier_tesim"]

    /// The article's title.
    public var title = ["title_tesim"]

    /// The authors, `Family, Given`, the first one first.
    public var author = ["creator_tesim"]

    /// The journal's title.
    public var journal = ["journal_title_tesim", "journal_tesim"]

    /// The printed journal's ISSN.
    public var issn = ["issn_tesim", "issn_ssim"]

    /// The electronic journal's ISSN.
    public var eissn = ["eissn_tesim", "eissn_ssim"]

    /// Hyrax' fields.
    public init() {}

    /// The names that ``set(_:to:)`` knows.
    static let settable = "files, doi, title, author, journal, issn or eissn"

    /// Sets fields by the name that settings have for them.
    /// - Returns: Whether there is such a name.
    mutating func set(_ name: String, to fields: [String]) -> Bool {
        switch name {
        case "files": files = fields
        case "doi": doi = fields
        case "title": title = fields
        case "author": author = fields
        case "journal": journal = fields
        case "issn": issn = fields
        case "eissn": eissn = fields
        default: return false
        }
        return true
    }

    /// What a citation is made of.
    var ofCitation: [String] { doi + title + author + journal + issn + eissn }
}
