import CounterReports
import CounterRules
import PluginAPI
import PluginTestKit
import Statistics
import TestKit
import Testing

/// A report of hits, which may come in any order, through a store in a file.
func report(
    _ kind: ReportKind, _ hits: [CounterHit], from first: String = "2024-06", to last: String = "2024-06",
    exceptions: [ReportException] = [], describe: @escaping (String) -> ItemDescription = article,
    _ parameters: [String: String] = [:]
) throws -> UsageReport {
    let directory = try TemporaryDirectory()
    let store = SQLiteStore(path: directory.file("usage.sqlite"))
    _ = try store.write(StoreBatch(events: events(of: hits)))
    return try report(
        kind, of: store, from: first, to: last, exceptions: exceptions, describe: { id, _ in describe(id) },
        parameters)
}

/// A report of a store.
func report(
    _ kind: ReportKind, of store: any EventStore, from first: String = "2024-06", to last: String = "2024-06",
    exceptions: [ReportException] = [], daysKept: Double? = nil,
    describe: @escaping (String, String?) -> ItemDescription = { id, _ in article(id) },
    _ parameters: [String: String] = [:]
) throws -> UsageReport {
    let (start, end) = (try #require(Month(first)), try #require(Month(last)))
    let wanted = ReportParameters(kind, try #require(ReportingPeriod(from: start, to: end)), parameters)
    let issuer = ReportIssuer(platform: "MyRepo", namespace: "myrepo", createdBy: "usaged")
    let service = ReportedService(id: "repo", issuer: issuer, daysKept: daysKept, describe: describe)
    return try wanted.request.report(
        of: service, from: store, now: end.next.start, exceptions: exceptions + wanted.exceptions)
}

/// The events that recorders make of hits.
func events(of hits: [CounterHit]) -> [EventRecord] {
    hits.enumerated().map { number, hit in
        var event = EventRecord(
            id: StoredText("f:\(number)"), time: hit.time, service: "repo", kind: StoredText(hit.event.rawValue),
            item: StoredText(hit.item), url: StoredText("https://repo.example\(hit.url)"), agentClass: "person")
        event.session = StoredText("\(hit.client.session(at: hit.time))")
        let hour = StoreHour.start(of: hit.time.secondsSince1970)
        func name(_ hour: Int64) -> Int64 { hash("\(hour) \(hit.client.user) \(hit.url)") }
        let isNearEnd = hit.time.secondsSince1970 + DoubleClicks.window >= hour + StoreHour.length
        event.click = ClickName(own: name(hour), next: isNearEnd ? name(hour + StoreHour.length) : nil)
        return event
    }
}

/// FNV-1a.
private func hash(_ text: String) -> Int64 {
    Int64(bitPattern: text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
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
