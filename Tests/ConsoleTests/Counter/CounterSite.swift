import FoundationEssentials
import PluginAPI
import Statistics
import TestKit
import Testing

/// A console from which reports are fetched. `repo.example` and `data.example` have a key each and one together;
/// `closed.example` has none. The recorder does not run: tests write the store themselves.
final class CounterSite {
    static let repo = "repo-key-0123456789abcdef"
    static let data = "data-key-0123456789abcdef"
    static let both = "both-key-0123456789abcdef"

    let site: ConsoleSite
    var directory: TemporaryDirectory { site.directory }

    /// - Parameters:
    ///   - database: The recorder's.
    ///   - hasKeys: Whether the services have any.
    ///   - hasRecorder: Whether there is one.
    init(database: String = "sqlite:data/usage.sqlite", hasKeys: Bool = true, hasRecorder: Bool = true) throws {
        let service = "plugin = dspace\nbase_url = http://x\n"
        func keys(_ keys: String) -> String { hasKeys ? "counter_keys = \(keys)\n" : "" }
        let recorder = """
            [worker_recorder]
            kind = recorder
            listento = usage
            autostart = no
            database = \(database)
            """
        site = try ConsoleSite(
            """
            [service_repo.example]
            \(service)\(keys("\(Self.repo) \(Self.both)"))[service_data.example]
            \(service)\(keys("\(Self.data) \(Self.both)"))[service_closed.example]
            \(service)
            \(hasRecorder ? recorder : "")
            [process_sleeper]
            command = sleep 100000
            """)
    }

    /// The store, as the recorder has it.
    func store() -> SQLiteStore { SQLiteStore(path: directory.file("data/usage.sqlite")) }

    /// Writes events, and finds double clicks as the recorder does.
    func record(_ events: [EventRecord]) throws { try CounterSite.record(events, in: store()) }

    /// Writes events, and finds double clicks as the recorder does.
    static func record(_ events: [EventRecord], in store: any EventStore) throws {
        _ = try store.write(StoreBatch(events: events))
        while try store.settleHour(window: 30) {}
    }

    /// What the month of June 2024 is asked for with.
    static func june(_ customer: String = "repo.example", _ key: String = CounterSite.repo, _ rest: String = "")
        -> String
    {
        "customer_id=\(customer)&api_key=\(key)&begin_date=2024-06&end_date=2024-06\(rest)"
    }

    /// Fetches a report.
    func report(_ kind: String, _ query: String) throws -> CounterReportShape {
        let answer = site.get("/r51/reports/\(kind)?\(query)")
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/json", "\(answer)")
        return try JSONDecoder().decode(CounterReportShape.self, from: Data(answer.body.utf8))
    }

    /// Asks for what cannot be had.
    func exception(_ path: String, _ options: String...) throws -> CounterExceptionShape {
        let answer = site.ask("/r51/\(path)", options)
        #expect(answer.headers["content-type"] == "application/json", "\(answer)")
        var exception = try JSONDecoder().decode(CounterExceptionShape.self, from: Data(answer.body.utf8))
        exception.status = answer.status
        exception.retryAfter = answer.headers["retry-after"].flatMap { Int($0) }
        return exception
    }
}

/// An exception as it comes.
struct CounterExceptionShape: Decodable {
    let Code: Int
    let Message: String
    let Data: String?
    var status: Int? = nil
    var retryAfter: Int? = nil
}

/// What tests look at in a report.
struct CounterReportShape: Decodable {
    struct Header: Decodable {
        struct Filters: Decodable {
            let Begin_Date: String
            let End_Date: String
            let Data_Type: [String]?
            let Metric_Type: [String]?
        }
        let Report_ID: String
        let Release: String
        let Report_Filters: Filters
        let Exceptions: [CounterExceptionShape]?
    }
    struct Performance: Decodable {
        let Data_Type: String?
        let Performance: [String: [String: Int]]
    }
    struct Item: Decodable {
        let Platform: String
        let Item_ID: [String: String]?
        let Attribute_Performance: [Performance]
    }
    struct Group: Decodable {
        let Platform: String?
        let Items: [Item]?
        let Attribute_Performance: [Performance]?
    }
    let Report_Header: Header
    let Report_Items: [Group]

    /// `3030`, `3060: metric_type=x`.
    var exceptions: [String] {
        (Report_Header.Exceptions ?? []).map { "\($0.Code)\($0.Data.map { ": \($0)" } ?? "")" }
    }

    /// The figures of everything, by metric and month.
    var totals: [String: Int] {
        var totals: [String: Int] = [:]
        let performances = Report_Items.flatMap { group in
            (group.Attribute_Performance ?? []) + (group.Items ?? []).flatMap(\.Attribute_Performance)
        }
        for (metric, months) in performances.flatMap(\.Performance) {
            for (month, count) in months { totals["\(metric) \(month)", default: 0] += count }
        }
        return totals
    }
}

extension EventRecord {
    /// A use in June 2024, or so many days later.
    static func use(
        _ id: String, _ kind: String, _ item: String, day: Int = 0, _ hour: Int = 10, _ minute: Int = 0,
        _ second: Int = 0, service: StoredText = "repo.example", agent: StoredText = "person"
    ) -> EventRecord {
        let time = 1_718_409_600 + Int64(day * 86_400 + hour * 3_600 + minute * 60 + second)
        var event = EventRecord(
            id: StoredText(id), time: UTCTime(secondsSince1970: time), service: service, kind: StoredText(kind),
            item: StoredText(item), url: StoredText("https://x/\(item)/\(kind)"), agentClass: agent)
        event.session = StoredText("session \(day) \(hour)")
        event.click = ClickName(own: Int64((item + kind).utf8.reduce(7) { $0 &* 31 &+ Int64($1) }), next: nil)
        return event
    }

    /// usage-protocols.md's vector R1: 4, 2, 2, 2.
    static let vectorR1: [EventRecord] = [
        .use("1", "Investigation", "oai:repo.example:123", 10),
        .use("2", "Request", "oai:repo.example:123", 10, 0, 20),
        .use("3", "Request", "oai:repo.example:123", 10, 0, 40),
        .use("4", "Investigation", "oai:repo.example:123", 11, 30),
        .use("5", "Request", "oai:repo.example:123", 11, 45),
        .use("6", "Request", "oai:repo.example:123", 12, agent: "robot"),
    ]
}
