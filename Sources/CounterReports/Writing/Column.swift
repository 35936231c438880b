import CounterRules

/// A column of a tabular report, without those of the metrics.
struct Column {
    let heading: String
    let value: (UsageReport.Entry) -> String

    private init(_ heading: String, _ value: @escaping (UsageReport.Entry) -> String) {
        (self.heading, self.value) = (heading, value)
    }

    /// The columns of a report in the order that COUNTER gives them.
    static func all(of request: ReportRequest, _ issuer: ReportIssuer) -> [Column] {
        let platform = Column("Platform") { _ in issuer.platform }
        let dataType = Column("Data_Type") { $0.dataType.rawValue }
        let method = Column("Access_Method") { _ in AccessMethod.regular.rawValue }
        func asked(_ column: Column, _ attribute: ReportAttribute) -> [Column] {
            request.shownAttributes.contains(attribute) ? [column] : []
        }
        guard request.kind.isOfItems else { return [platform, dataType] + asked(method, .accessMethod) }
        let isArticles = request.kind == .irA1
        var columns = [
            item("Item", \.title), item("Publisher", \.publisher),
            Column("Publisher_ID") { entry in
                entry.item?.publisherID.map { Self.text($0, issuer) } ?? ""
            }, platform,
        ]
        columns += asked(Column("Authors") { Self.text($0.item?.authors ?? []) }, .authors)
        columns += asked(item("Publication_Date", \.publicationDate), .publicationDate)
        columns += asked(item("Article_Version", \.articleVersion), .articleVersion)
        columns += identifiers("", withISBN: !isArticles) { $0.item?.identifiers }
        if request.includesParents || isArticles { columns += parent(isWhole: !isArticles) }
        if !isArticles { columns.append(dataType) }
        columns += asked(item("YOP", \.yearOfPublication), .yearOfPublication)
        columns += asked(Column("Access_Type") { $0.item?.accessType.rawValue ?? "" }, .accessType)
        return columns + asked(method, .accessMethod)
    }

    /// - Parameter isWhole: Whether it has what articles' journals do not.
    private static func parent(isWhole: Bool) -> [Column] {
        func parent(_ name: String, _ value: @escaping (ItemDescription.Parent) -> String) -> Column {
            Column("Parent_\(name)") { $0.item?.parent.map(value) ?? "" }
        }
        return [parent("Title", \.title), parent("Authors") { text($0.authors) }]
            + (isWhole ? [parent("Publication_Date", \.publicationDate)] : [])
            + [parent("Article_Version", \.articleVersion)]
            + (isWhole ? [parent("Data_Type", \.dataType.rawValue)] : [])
            + identifiers("Parent_", withISBN: isWhole) { $0.item?.parent?.identifiers }
    }

    private static func identifiers(
        _ prefix: String, withISBN: Bool, _ of: @escaping (UsageReport.Entry) -> ItemDescription.Identifiers?
    ) -> [Column] {
        func column(_ name: String, _ value: @escaping (ItemDescription.Identifiers) -> String) -> Column {
            Column(prefix + name) { of($0).map(value) ?? "" }
        }
        return [column("DOI", \.doi), column("Proprietary_ID", \.proprietary)]
            + (withISBN ? [column("ISBN", \.isbn)] : [])
            + [column("Print_ISSN", \.printISSN), column("Online_ISSN", \.onlineISSN), column("URI", \.uri)]
    }

    private static func item(_ heading: String, _ value: @escaping (ItemDescription) -> String) -> Column {
        Column(heading) { $0.item.map(value) ?? "" }
    }

    /// `Name (ORCID:0000-…); …`, at most three.
    private static func text(_ authors: [ItemDescription.Author]) -> String {
        authors.prefix(3).map { $0.orcid.isEmpty ? $0.name : "\($0.name) (ORCID:\($0.orcid))" }.joined(separator: "; ")
    }

    /// `ROR:0…`, or in the platform's namespace.
    private static func text(_ identifier: ItemDescription.Identifier, _ issuer: ReportIssuer) -> String {
        identifier.register == "Proprietary"
            ? "\(issuer.namespace):\(identifier.value)" : "\(identifier.register):\(identifier.value)"
    }
}
