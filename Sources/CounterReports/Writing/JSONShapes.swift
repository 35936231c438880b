import CounterRules
import PluginAPI

/// Report_Header.
struct JSONHeader: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name = "Report_Name"
        case id = "Report_ID"
        case release = "Release"
        case institutionName = "Institution_Name"
        case institutionID = "Institution_ID"
        case filters = "Report_Filters"
        case attributes = "Report_Attributes"
        case exceptions = "Exceptions"
        case created = "Created"
        case createdBy = "Created_By"
        case registryRecord = "Registry_Record"
    }

    private struct Exception: Encodable {
        let Code: Int
        let Message: String
        let Data: String?
    }

    /// A filter or attribute: one text, or a list of them.
    private enum Value: Encodable {
        case one(String)
        case many([String])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .one(let text): try container.encode(text)
            case .many(let texts): try container.encode(texts)
            }
        }
    }

    private let name: String
    private let id: String
    private let release = "5.1"
    private let institutionName: String
    private let institutionID: [String: [String]]
    private let filters: [String: Value]
    private let attributes: [String: Value]?
    private let exceptions: [Exception]?
    private let created: String
    private let createdBy: String
    private let registryRecord: String

    init(_ report: UsageReport) {
        let (request, issuer, fields) = (report.request, report.issuer, HeaderFields(report.request))
        (name, id) = (request.kind.name, request.kind.rawValue)
        institutionName = issuer.institutionName
        institutionID = ["Proprietary": ["\(issuer.namespace):\(issuer.institutionID)"]]
        var filters: [String: Value] = [
            "Begin_Date": .one(request.period.first.firstDay), "End_Date": .one(request.period.last.lastDay),
        ]
        for (name, values) in fields.filters { filters[name] = name == "Item_ID" ? .one(values[0]) : .many(values) }
        if !fields.metrics.isEmpty { filters["Metric_Type"] = .many(fields.metrics) }
        self.filters = filters
        var attributes: [String: Value] = [:]
        if !fields.attributes.isEmpty { attributes["Attributes_To_Show"] = .many(fields.attributes) }
        if request.includesParents { attributes["Include_Parent_Details"] = .one("True") }
        if request.excludesMonths { attributes["Granularity"] = .one("Totals") }
        self.attributes = attributes.isEmpty ? nil : attributes
        let exceptions = report.exceptions.map { Exception(Code: $0.code, Message: $0.message, Data: $0.data) }
        self.exceptions = exceptions.isEmpty ? nil : exceptions
        (created, createdBy, registryRecord) = (report.created.rfc3339, issuer.createdBy, issuer.registryRecord)
    }
}

/// An element of Attribute_Performance.
struct JSONPerformance: Encodable {
    private enum CodingKeys: String, CodingKey {
        case dataType = "Data_Type"
        case year = "YOP"
        case accessType = "Access_Type"
        case method = "Access_Method"
        case performance = "Performance"
    }

    private let dataType: String?
    private let year: String?
    private let accessType: String?
    private let method: String?
    private let performance: [String: [String: Int]]

    init(_ entry: UsageReport.Entry, _ request: ReportRequest) {
        let shown = request.shownAttributes
        // Of a view of one data type it is in the header.
        dataType = request.kind == .irA1 ? nil : entry.dataType.rawValue
        year = shown.contains(.yearOfPublication) ? entry.item?.yearOfPublication : nil
        accessType = shown.contains(.accessType) ? entry.item?.accessType.rawValue : nil
        method = shown.contains(.accessMethod) ? AccessMethod.regular.rawValue : nil
        let months = request.period.months.map(\.description)
        var performance: [String: [String: Int]] = [:]
        for metric in request.shownMetrics where request.excludesMonths {
            let total = entry.counts.total(metric)
            if total > 0 { performance[metric.rawValue] = ["Total": total] }
        }
        for metric in request.shownMetrics where !request.excludesMonths {
            let counts = zip(months, entry.counts[metric]).filter { $0.1 > 0 }
            if !counts.isEmpty { performance[metric.rawValue] = Dictionary(uniqueKeysWithValues: counts) }
        }
        self.performance = performance
    }
}

/// The only element of a Platform Report's Report_Items.
struct JSONPlatform: Encodable {
    private enum CodingKeys: String, CodingKey {
        case platform = "Platform"
        case performance = "Attribute_Performance"
    }

    let platform: String
    let performance: [JSONPerformance]
}

/// The identifiers of an item or a parent.
private func object(_ identifiers: ItemDescription.Identifiers) -> [String: String]? {
    let all = [
        "DOI": identifiers.doi, "Proprietary": identifiers.proprietary, "ISBN": identifiers.isbn,
        "Print_ISSN": identifiers.printISSN, "Online_ISSN": identifiers.onlineISSN, "URI": identifiers.uri,
    ].filter { !$0.value.isEmpty }
    return all.isEmpty ? nil : all
}

/// What items are part of; their list is written behind it.
struct JSONParent: Encodable {
    private enum CodingKeys: String, CodingKey {
        case title = "Title"
        case dataType = "Data_Type"
        case identifiers = "Item_ID"
    }

    private let title: String
    private let dataType: String?
    private let identifiers: [String: String]?

    init(_ parent: ItemDescription.Parent, _ request: ReportRequest) {
        (title, identifiers) = (parent.title, object(parent.identifiers))
        dataType = request.kind == .irA1 ? nil : parent.dataType.rawValue
    }
}

/// An element of Items.
struct JSONItem: Encodable {
    private enum CodingKeys: String, CodingKey {
        case title = "Item"
        case publisher = "Publisher"
        case publisherID = "Publisher_ID"
        case platform = "Platform"
        case authors = "Authors"
        case publicationDate = "Publication_Date"
        case articleVersion = "Article_Version"
        case identifiers = "Item_ID"
        case performance = "Attribute_Performance"
    }

    private struct Author: Encodable {
        let Name: String
        let ORCID: String?
    }

    private let title: String
    private let publisher: String
    private let publisherID: [String: [String]]?
    private let platform: String
    private let authors: [Author]?
    private let publicationDate: String?
    private let articleVersion: String?
    private let identifiers: [String: String]?
    private let performance: [JSONPerformance]

    init(_ item: ItemDescription, _ report: UsageReport, _ performance: [JSONPerformance]) {
        let shown = report.request.shownAttributes
        func asked(_ text: String, _ attribute: ReportAttribute) -> String? {
            shown.contains(attribute) && !text.isEmpty ? text : nil
        }
        (title, publisher, platform) = (item.title, item.publisher, report.issuer.platform)
        publisherID = item.publisherID.map { id in
            let isOwn = id.register == "Proprietary"
            return [id.register: [isOwn ? "\(report.issuer.namespace):\(id.value)" : id.value]]
        }
        let authors = item.authors.prefix(3).map { Author(Name: $0.name, ORCID: $0.orcid.isEmpty ? nil : $0.orcid) }
        self.authors = shown.contains(.authors) && !authors.isEmpty ? authors : nil
        publicationDate = asked(item.publicationDate, .publicationDate)
        articleVersion = asked(item.articleVersion, .articleVersion)
        identifiers = object(item.identifiers)
        self.performance = performance
    }
}
