import Lookups

/// Where the columns of a file that describes items are, and what their values mean.
struct ItemColumns: Sendable {
    private var places: [ItemColumn: Int] = [:]

    /// The columns that a header row names.
    /// - Throws: ``ItemColumn/Wrong``.
    init(header: [String]) throws(ItemColumn.Wrong) {
        for (place, name) in header.enumerated() {
            guard let column = ItemColumn(rawValue: name) else {
                throw ItemColumn.Wrong(header: name, at: place)
            }
            guard places.updateValue(place, forKey: column) == nil else {
                throw ItemColumn.Wrong(column: column, reason: "the header row names it twice")
            }
        }
        guard places[.item] != nil else {
            throw ItemColumn.Wrong(column: .item, reason: "the header row does not name it")
        }
    }

    /// The item that a row is about.
    func item(_ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>) -> String { text(.item, row, bytes) }

    /// What a row says.
    /// - Throws: ``ItemColumn/Wrong``.
    func description(
        _ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>
    ) throws(ItemColumn.Wrong) -> ItemDescription {
        let values = ItemValues { text($0, row, bytes) }
        guard !values.text(.item).isEmpty else { throw ItemColumn.Wrong(column: .item, reason: "is empty") }
        guard row.count <= places.count else {
            throw ItemColumn.Wrong(
                column: .item, reason: "the row has \(row.count) values, but there are \(places.count) columns")
        }
        var item = ItemDescription()
        (item.title, item.publisher) = (values.text(.title), values.text(.publisher))
        item.publisherID = try values.publisherID()
        item.authors = try values.authors(.authors)
        item.publicationDate = try values.date(.publicationDate)
        item.articleVersion = try values.version(.articleVersion)
        item.identifiers.doi = try values.doi(.doi)
        item.identifiers.proprietary = values.text(.proprietaryID)
        item.identifiers.isbn = try values.isbn(.isbn)
        item.identifiers.printISSN = try values.issn(.printISSN)
        item.identifiers.onlineISSN = try values.issn(.onlineISSN)
        item.identifiers.uri = try values.uri(.uri)
        if let type = try values.itemType() { item.dataType = type }
        if let year = try values.year() { item.yearOfPublication = year }
        if let access = try values.accessType() { item.accessType = access }
        item.parent = try parent(of: item.dataType, values)
        return item
    }

    private func parent(
        of type: DataType, _ values: ItemValues
    ) throws(ItemColumn.Wrong) -> ItemDescription.Parent? {
        let used = ItemColumn.allCases.first { $0.rawValue.hasPrefix("parent_") && !values.text($0).isEmpty }
        guard let used else { return nil }
        guard let parentType = type.parent else {
            throw ItemColumn.Wrong(
                column: used, reason: "a \(type.rawValue) is no part of anything in COUNTER's reports")
        }
        let given = values.text(.parentDataType)
        guard given.isEmpty || given == parentType.rawValue else {
            throw ItemColumn.Wrong(
                given, in: .parentDataType, is: "not what a \(type.rawValue) is part of: \(parentType.rawValue)")
        }
        var parent = ItemDescription.Parent()
        parent.dataType = parentType
        parent.title = values.text(.parentTitle)
        parent.authors = try values.authors(.parentAuthors)
        parent.publicationDate = try values.date(.parentPublicationDate)
        parent.articleVersion = try values.version(.parentArticleVersion)
        parent.identifiers.doi = try values.doi(.parentDOI)
        parent.identifiers.proprietary = values.text(.parentProprietaryID)
        parent.identifiers.isbn = try values.isbn(.parentISBN)
        parent.identifiers.printISSN = try values.issn(.parentPrintISSN)
        parent.identifiers.onlineISSN = try values.issn(.parentOnlineISSN)
        parent.identifiers.uri = try values.uri(.parentURI)
        return parent
    }

    private func text(_ column: ItemColumn, _ row: [Range<Int>], _ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard let place = places[column], place < row.count else { return "" }
        return CSVRows.text(row[place], in: bytes)
    }
}
