import CounterRules
import FoundationEssentials

/// Writes a report as the COUNTER API 5.1 gives it (usage-protocols.md, section 2.9): minimal, without what is zero or not known.
public struct JSONReport {
    private let report: UsageReport
    private let encoder = JSONEncoder()
    private var request: ReportRequest { report.request }

    /// A writer.
    public init(_ report: UsageReport) {
        self.report = report
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Writes the report, item by item.
    /// - Parameter write: Gets piece after piece.
    /// - Throws: What `write` throws.
    public func write(_ write: (String) throws -> Void) throws {
        try write("{\"Report_Header\":\(text(JSONHeader(report))),\"Report_Items\":[")
        if request.kind.isOfItems { try writeItems(write) } else { try writePlatform(write) }
        try write("]}\n")
    }

    private func writePlatform(_ write: (String) throws -> Void) throws {
        var performances: [JSONPerformance] = []
        report.forEachEntry { performances.append(JSONPerformance($0, request)) }
        guard !performances.isEmpty else { return }
        try write(text(JSONPlatform(platform: report.issuer.platform, performance: performances)))
    }

    /// Items of one parent come one after the other.
    private func writeItems(_ write: (String) throws -> Void) throws {
        var parent: ItemDescription.Parent??
        var isFirst = true
        try report.forEachEntry { entry in
            guard let described = entry.item else { return }
            let isOf = request.groupsByParent ? described.parent : nil
            if parent != .some(isOf) {
                let separator = parent == nil ? "" : "]},"
                let head = try isOf.map { try text(JSONParent($0, request)).dropLast() + "," } ?? "{"
                try write("\(separator)\(head)\"Items\":[")
                (parent, isFirst) = (isOf, true)
            }
            let item = JSONItem(described, report, [JSONPerformance(entry, request)])
            try write((isFirst ? "" : ",") + text(item))
            isFirst = false
        }
        if parent != nil { try write("]}") }
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
