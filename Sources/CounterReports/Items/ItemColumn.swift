import Lookups

/// A column of a file that describes items: as the columns of an Item Report, in lower case.
enum ItemColumn: String, CaseIterable, Hashable {
    /// The item's identifier, as it stands in the store; the only one that is needed.
    case item
    case title, publisher, authors, doi, isbn, uri, yop
    case publisherID = "publisher_id"
    case publicationDate = "publication_date"
    case articleVersion = "article_version"
    case proprietaryID = "proprietary_id"
    case printISSN = "print_issn"
    case onlineISSN = "online_issn"
    case dataType = "data_type"
    case accessType = "access_type"
    case parentTitle = "parent_title"
    case parentAuthors = "parent_authors"
    case parentPublicationDate = "parent_publication_date"
    case parentArticleVersion = "parent_article_version"
    case parentDataType = "parent_data_type"
    case parentDOI = "parent_doi"
    case parentProprietaryID = "parent_proprietary_id"
    case parentISBN = "parent_isbn"
    case parentPrintISSN = "parent_print_issn"
    case parentOnlineISSN = "parent_online_issn"
    case parentURI = "parent_uri"

    /// Something that cannot be in a column.
    struct Wrong: Error, CustomStringConvertible {
        let column: String
        let reason: String

        /// `, column doi: "10" is no DOI`.
        var description: String { ", column \(column): \(reason)" }

        init(column: ItemColumn, reason: String) { (self.column, self.reason) = (column.rawValue, reason) }

        /// A name of a column that is none.
        init(header name: String, at place: Int) {
            let known = ItemColumn.allCases.map(\.rawValue).joined(separator: ", ")
            (column, reason) = ("\(place + 1)", "\"\(name.asRemark)\" is none of \(known)")
        }

        /// A value that is not what it should be.
        init(_ value: String, in column: ItemColumn, is reason: String) {
            self.init(column: column, reason: "\"\(value.asRemark)\" is \(reason)")
        }
    }
}
