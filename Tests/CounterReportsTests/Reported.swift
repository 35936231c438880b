import CounterReports
import CounterRules
import PluginAPI
import PluginTestKit
import Testing

/// A report of hits, which may come in any order.
func report(
    _ kind: ReportKind, _ hits: [CounterHit], from first: String = "2024-06", to last: String = "2024-06",
    exceptions: [ReportException] = [], describe: @escaping (String) -> ItemDescription = article,
    adjust: (ReportRequest) throws -> ReportRequest = { $0 }
) throws -> UsageReport {
    let (start, end) = (try #require(Month(first)), try #require(Month(last)))
    let period = try #require(ReportingPeriod(from: start, to: end))
    let request = try adjust(ReportRequest(kind, period))
    var tally = request.makeTally()
    var filter = ClickFilter()
    let sorted = hits.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    for (_, hit) in sorted { filter.add(hit) { tally.add($0) } }
    filter.finish { tally.add($0) }
    let issuer = ReportIssuer(platform: "MyRepo", namespace: "myrepo", createdBy: "usaged")
    let created = try #require(UTCTime(year: 2024, month: 7, day: 1, hour: 0, minute: 0, second: 0))
    return UsageReport(request, tally, issuer: issuer, created: created, exceptions: exceptions, describe: describe)
}

/// What vector R1 knows of its item.
func article(_ id: String) -> ItemDescription {
    var item = ItemDescription()
    item.title = "Title of \(id)"
    item.dataType = .article
    item.identifiers.proprietary = "myrepo:oai:repo.example:\(id)"
    item.identifiers.uri = "https://repo.example/\(id)/"
    return item
}

/// The lines of a table, with ` | ` for tabs and without those that only fill up.
func table(_ report: UsageReport) -> [String] {
    var text = ""
    TabularReport(report).write(marksOrder: false) { text += $0 }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
        var cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        while cells.last?.isEmpty == true { cells.removeLast() }
        return cells.joined(separator: " | ")
    }
}

/// The rows below the headings, which are row 15.
func body(_ report: UsageReport) -> [String] { Array(table(report).dropFirst(15)) }

func json(_ report: UsageReport) throws -> String {
    var text = ""
    try JSONReport(report).write { text += $0 }
    return text
}

/// Vector R1 of usage-protocols.md, its item being 123.
let r1: [CounterHit] = ["V 10:00:00", "R 10:00:20", "R 10:00:40", "V 11:30:00", "R 11:45:00"].map {
    CounterExample.hit("\($0) i=123")
}
