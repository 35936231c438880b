import CounterRules
import PluginAPI

/// Writes a report as a table: tab-separated values as COUNTER's samples have them (usage-protocols.md, section 2.8).
public struct TabularReport {
    private let report: UsageReport
    private let columns: [Column]
    private var request: ReportRequest { report.request }

    /// A writer.
    public init(_ report: UsageReport) {
        self.report = report
        columns = Column.all(of: report.request, report.issuer)
    }

    /// Writes the report, line by line.
    /// - Parameters:
    ///   - marksOrder: Whether it begins with a byte order mark, by which Excel knows UTF-8.
    ///   - write: Gets each line with its line feed.
    /// - Throws: What `write` throws.
    public func write(marksOrder: Bool = true, _ write: (String) throws -> Void) rethrows {
        let months = request.excludesMonths ? [] : request.period.months
        let headings = columns.map(\.heading) + ["Metric_Type", "Reporting_Period_Total"] + months.map(\.heading)
        func line(_ values: [String]) -> String {
            let padding = [String](repeating: "", count: max(0, headings.count - values.count))
            return (values.map(Self.cell) + padding).joined(separator: "\t") + "\n"
        }
        var isFirst = marksOrder
        for (label, value) in header {
            try write((isFirst ? "\u{FEFF}" : "") + line([label, value]))
            isFirst = false
        }
        try write(line([]))
        try write(line(headings))
        try report.forEachEntry { entry in
            let values = columns.map { $0.value(entry) }
            for metric in request.shownMetrics where entry.counts.total(metric) > 0 {
                let counts = [entry.counts.total(metric)] + (months.isEmpty ? [] : entry.counts[metric])
                try write(line(values + [metric.rawValue] + counts.map(String.init)))
            }
        }
    }

    /// The first rows: labels and values.
    private var header: [(String, String)] {
        let fields = HeaderFields(request)
        var attributes: [String] = []
        if !fields.attributes.isEmpty {
            attributes.append("Attributes_To_Show=\(fields.attributes.joined(separator: "|"))")
        }
        if request.includesParents { attributes.append("Include_Parent_Details=True") }
        if request.excludesMonths { attributes.append("Exclude_Monthly_Details=True") }
        let issuer = report.issuer
        return [
            ("Report_Name", request.kind.name), ("Report_ID", request.kind.rawValue), ("Release", "5.1"),
            ("Institution_Name", issuer.institutionName),
            ("Institution_ID", "\(issuer.namespace):\(issuer.institutionID)"),
            ("Metric_Types", fields.metrics.joined(separator: "; ")),
            (
                "Report_Filters",
                fields.filters.map { "\($0.name)=\($0.values.joined(separator: "|"))" }.joined(separator: "; ")
            ),
            ("Report_Attributes", attributes.joined(separator: "; ")),
            ("Exceptions", report.exceptions.map(\.description).joined(separator: "; ")),
            (
                "Reporting_Period",
                "Begin_Date=\(request.period.first.firstDay); End_Date=\(request.period.last.lastDay)"
            ),
            ("Created", report.created.rfc3339), ("Created_By", issuer.createdBy),
            ("Registry_Record", issuer.registryRecord),
        ]
    }

    /// A value without what separates values.
    private static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }
}
