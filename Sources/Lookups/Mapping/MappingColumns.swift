import PluginAPI

/// What the columns of a mapping file hold.
struct MappingColumns: Sendable, Equatable {
    /// A column.
    enum Name: String, CaseIterable {
        case kind, id, identifier, page, excluded
        case doi, issn, eissn, journal, title, author, version
    }

    /// Where each column stands.
    private let places: [Name: Int]
    /// How many there are.
    let count: Int
    /// Whether the rows are citations, not items.
    let areCitations: Bool

    /// Those of a file without a header row.
    static let ofItems = MappingColumns([.kind, .id, .identifier, .page])

    /// Reads a header row.
    /// - Throws: ``MappingFile/Problem`` without file and line.
    init(header: [String]) throws(MappingFile.Problem) {
        var names: [Name] = []
        for text in header {
            guard let name = Name(rawValue: text.lowercased()) else {
                let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
                throw MappingFile.Problem(
                    description:
                        "\(text.asRemark) is neither a kind (\(MappingFile.kindNames)) nor the name of a column (\(known))"
                )
            }
            guard !names.contains(name) else {
                throw MappingFile.Problem(description: "names the column \(name.rawValue) twice")
            }
            names.append(name)
        }
        self.init(names)
        let needed: [Name] = areCitations ? [.identifier] : [.kind, .id]
        for name in needed where !names.contains(name) {
            throw MappingFile.Problem(description: "names no column \(name.rawValue)")
        }
        let ofItems: Set<Name> = [.kind, .id, .page, .excluded]
        if areCitations, let odd = names.first(where: ofItems.contains) {
            throw MappingFile.Problem(description: "names the column \(odd.rawValue) beside those of citations")
        }
        guard areCitations || names.contains(.identifier) || names.contains(.excluded) else {
            throw MappingFile.Problem(description: "names no column identifier")
        }
    }

    private init(_ names: [Name]) {
        places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        count = names.count
        areCitations = !Set(names).isDisjoint(with: [.doi, .issn, .eissn, .journal, .title, .author, .version])
    }

    /// The text of a column in a row; empty when the row ends before, or there is no such column.
    func text(_ name: Name, _ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard let place = places[name], place < row.count else { return "" }
        return CSVRows.text(row[place], in: bytes)
    }

    /// What a row is the answer to.
    /// - Throws: ``MappingFile/Problem`` without file and line.
    func reference(
        _ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>
    ) throws(MappingFile.Problem) -> Reference {
        guard row.count <= count else {
            throw MappingFile.Problem(description: "has \(row.count) fields where there are \(count) columns")
        }
        if areCitations { return Reference(.citation, try needed(.identifier, row, in: bytes)) }
        let kind = text(.kind, row, in: bytes)
        guard let kind = Reference.Kind(rawValue: kind), kind != .citation else {
            throw MappingFile.Problem(description: "\(kind.asRemark) is none of \(MappingFile.kindNames)")
        }
        return Reference(kind, try needed(.id, row, in: bytes))
    }

    /// The answer that a row gives.
    /// - Throws: ``MappingFile/Problem`` without file and line.
    func finding(_ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>) throws(MappingFile.Problem) -> Finding {
        if areCitations { return .citation(try citation(row, in: bytes)) }
        let excluded = text(.excluded, row, in: bytes)
        guard excluded.isEmpty else {
            guard let rule = ExclusionRule(rawValue: excluded) else {
                let rules = ExclusionRule.allCases.map(\.rawValue).joined(separator: ", ")
                throw MappingFile.Problem(
                    description: "\(excluded.asRemark) is no reason to exclude it; there are \(rules)")
            }
            return .excluded(Exclusion(rule))
        }
        let identifier = try needed(.identifier, row, in: bytes)
        let page = text(.page, row, in: bytes)
        guard page.isEmpty || page.hasPrefix("/") && page.canIdentify else {
            throw MappingFile.Problem(
                description: "\(page.asRemark) is no path: it must begin with / and have no blanks")
        }
        // What OAI-PMH gives as it stands says so itself.
        let isWhole = ["oai:", "doi:", "hdl:"].contains(where: identifier.hasPrefix)
        return .item(FoundItem(identifier, isWhole: isWhole, page: page.isEmpty ? nil : page))
    }

    private func citation(
        _ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>
    ) throws(MappingFile.Problem) -> Citation {
        func value(_ name: Name) -> String? { CitationText.first([text(name, row, in: bytes)]) }
        var citation = Citation()
        if let doi = value(.doi) {
            guard let doi = CitationText.doi(doi) else {
                throw MappingFile.Problem(description: "\(doi.asRemark) is no DOI")
            }
            citation.doi = doi
        }
        citation.issn = value(.issn)
        citation.eissn = value(.eissn)
        citation.journalTitle = value(.journal)
        citation.articleTitle = value(.title)
        citation.authorLastName = value(.author).map(CitationText.familyName)
        citation.version = value(.version)
        return citation
    }

    private func needed(
        _ name: Name, _ row: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>
    ) throws(MappingFile.Problem) -> String {
        let text = text(name, row, in: bytes)
        guard text.canIdentify else {
            throw MappingFile.Problem(
                description: text.isEmpty
                    ? "has no \(name.rawValue)"
                    : "\(text.asRemark) is no \(name.rawValue): it has blanks or is too long")
        }
        return text
    }
}
