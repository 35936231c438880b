import CounterReports

/// `/r51/status`: the only thing that anybody may ask.
struct CounterStatus: Encodable {
    let Description: String
    let Service_Active: Bool
    let Registry_Record = ""
    let Note: String?
}

/// An element of `/r51/members`.
struct CounterMember: Encodable, Equatable {
    let Customer_ID: String
    let Institution_Name: String
}

/// An element of `/r51/reports`.
struct CounterReportInformation: Encodable {
    let Report_Name: String
    let Report_ID: String
    let Release = "5.1"
    let Report_Description: String
    let Path: String
    let First_Month_Available: String
    let Last_Month_Available: String

    init(_ kind: ReportKind, _ months: ReportingPeriod) {
        (Report_Name, Report_ID) = (kind.name, kind.rawValue)
        Path = "/r51/reports/\(kind.step)"
        (First_Month_Available, Last_Month_Available) = (months.first.description, months.last.description)
        Report_Description =
            switch kind {
            case .pr: "Views and downloads of the repository as a whole, by type of data; takes filters."
            case .prP1: "Downloads of the repository as a whole."
            case .ir: "Views and downloads of each item; takes filters."
            case .irA1: "Downloads of each journal article."
            }
    }
}

extension ReportKind {
    /// Its step in the address.
    var step: String { rawValue.lowercased() }
}
