/// The reports that a repository owes (usage-protocols.md, sections 2.7 and 2.8).
public enum ReportKind: String, Sendable, CaseIterable {
    /// Platform Report.
    case pr = "PR"
    /// The view of it that COUNTER fixes.
    case prP1 = "PR_P1"
    /// Item Report.
    case ir = "IR"
    /// The view of it for journal articles.
    case irA1 = "IR_A1"

    /// Report_Name.
    public var name: String {
        switch self {
        case .pr: "Platform Report"
        case .prP1: "Platform Usage"
        case .ir: "Item Report"
        case .irA1: "Journal Article Requests"
        }
    }

    /// Whether it tells of items one by one.
    public var isOfItems: Bool { self == .ir || self == .irA1 }

    /// Whether COUNTER fixes its metrics, filters and attributes.
    public var isView: Bool { self == .prP1 || self == .irA1 }

    /// The metrics that it may have, whether or not they are counted here.
    public var metrics: [MetricType] {
        switch self {
        case .pr: MetricType.allCases.filter { $0 != .limitExceeded && $0 != .noLicense }
        case .prP1: [.searchesPlatform, .totalItemRequests, .uniqueItemRequests, .uniqueTitleRequests]
        case .ir: [.limitExceeded, .noLicense] + MetricType.counted
        case .irA1: [.totalItemRequests, .uniqueItemRequests]
        }
    }

    /// The attributes that can be asked for.
    public var attributes: [ReportAttribute] {
        switch self {
        case .pr: [.accessMethod]
        case .ir: ReportAttribute.allCases
        case .prP1, .irA1: []
        }
    }

    /// The attributes that it has unasked.
    var fixedAttributes: Set<ReportAttribute> {
        self == .irA1 ? [.authors, .publicationDate, .articleVersion, .accessType] : []
    }
}

/// What Attributes_To_Show can name.
public enum ReportAttribute: String, Sendable, CaseIterable {
    case authors = "Authors"
    case publicationDate = "Publication_Date"
    case articleVersion = "Article_Version"
    case yearOfPublication = "YOP"
    case accessType = "Access_Type"
    case accessMethod = "Access_Method"
}
