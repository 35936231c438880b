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

    /// Entries of one item come one after the other, and so do items of one parent.
    private func writeItems(_ write: (String) throws -> Void) throws {
        var parent: ItemDescription.Parent??
        var item: (id: String, description: ItemDescription)?
        var performances: [JSONPerformance] = []
        var isFirst = true
        func finishItem() throws {
            guard let finished = item else { return }
            try write((isFirst ? "" : ",") + text(JSONItem(finished.description, report, performances)))
            (item, performances, isFirst) = (nil, [], false)
        }
        try report.forEachEntry { entry in
            guard let described = entry.item else { return }
            if entry.id != item?.id { try finishItem() }
            let isOf = request.groupsByParent ? described.parent : nil
            if parent != .some(isOf) {
                let separator = parent == nil ? "" : "]},"
                let head = try isOf.map { try text(JSONParent($0, request)).dropLast() + "," } ?? "{"
                try write("\(separator)\(head)\"Items\":[")
                (parent, isFirst) = (isOf, true)
            }
            item = (entry.id, described)
            performances.append(JSONPerformance(entry, request))
        }
        try finishItem()
        if parent != nil { try write("]}") }
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
