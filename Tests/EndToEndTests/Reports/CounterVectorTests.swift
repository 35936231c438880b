import TestKit
import Testing

/// The worked examples of usage-protocols.md, section 2.6, from log lines to reports. D13 to D15 need user names and session
/// cookies, which no log format here gives a plugin.
@Suite("COUNTER's examples")
struct CounterVectorTests {
    /// A hit of an example.
    struct Hit: Sendable {
        var isRequest = true
        /// Which item of the example, and which file of it.
        var item = ""
        var file = 1
        /// `15/Jun/2024:10:01:00`, or only the hour and what is behind it.
        var time: String
        var address = 1
        var agent = ""
        var status = 200

        static func r(_ time: String) -> Hit { Hit(time: time) }
        static func v(_ time: String) -> Hit { Hit(isRequest: false, time: time) }

        func line(_ example: String) -> String {
            let name = example + item
            let target = isRequest ? "/\(name)/files/\(file).pdf" : "/\(name)"
            let moment = time.contains("/") ? time : "15/Jun/2024:\(time)"
            return "192.0.2.\(address) - - [\(moment) +0000] \"GET \(target) HTTP/1.1\" \(status) 512 \"-\" "
                + "\"\(Site.browser)\(agent)\""
        }
    }

    /// Hits and what they come to: Total and Unique_Item_Investigations, Total and Unique_Item_Requests, by month.
    struct Example: Sendable {
        let name: String
        let hits: [Hit]
        let counts: [Int]
        var months = ["2024-06"]
    }

    static let examples = [
        Example(name: "D1", hits: [.r("10:01:00"), .r("10:01:29")], counts: [1, 1, 1, 1]),
        Example(name: "D2", hits: [.r("10:01:00"), .r("10:01:30")], counts: [1, 1, 1, 1]),
        Example(name: "D3", hits: [.r("10:01:00"), .r("10:01:31")], counts: [2, 1, 2, 1]),
        Example(name: "D3b", hits: [.r("10:01:00"), .r("10:01:35")], counts: [2, 1, 2, 1]),
        Example(
            name: "D4", hits: [.r("10:01:00"), .r("10:01:20"), .r("10:01:40"), .r("10:02:00")], counts: [1, 1, 1, 1]),
        Example(name: "D5", hits: [.r("10:01:00"), .r("10:01:20"), .r("10:02:00")], counts: [2, 1, 2, 1]),
        Example(name: "D6", hits: [.r("10:01:00"), .r("10:01:00"), .r("10:01:00")], counts: [1, 1, 1, 1]),
        Example(name: "D7", hits: [.r("10:01:00"), Hit(time: "10:01:10", address: 2)], counts: [2, 2, 2, 2]),
        Example(name: "D8", hits: [.r("10:01:00"), Hit(time: "10:01:10", agent: " Other")], counts: [2, 2, 2, 2]),
        Example(name: "D9", hits: [.r("10:01:00"), Hit(file: 2, time: "10:01:10")], counts: [2, 1, 2, 1]),
        Example(name: "D10", hits: [.v("10:01:00"), .r("10:01:05")], counts: [2, 1, 1, 1]),
        Example(name: "D11", hits: [.v("10:59:00"), .r("11:01:00")], counts: [2, 2, 1, 1]),
        Example(name: "D12", hits: [.r("10:59:50"), .r("11:00:10")], counts: [1, 1, 1, 1]),
        Example(
            name: "D16", hits: [.r("15/Jun/2024:23:59:50"), .r("16/Jun/2024:00:00:10")], counts: [1, 1, 1, 1]),
        Example(
            name: "D16b", hits: [.r("30/Jun/2024:23:59:50"), .r("01/Jul/2024:00:00:10")], counts: [1, 1, 1, 1],
            months: ["2024-07"]),
        Example(name: "D17", hits: [.r("10:01:20"), .r("10:01:00")], counts: [1, 1, 1, 1]),
        Example(
            name: "D18",
            hits: [
                Hit(item: "x", time: "10:01:00"), Hit(item: "y", time: "10:01:05"), Hit(item: "x", time: "10:01:10"),
            ],
            counts: [2, 2, 2, 2]),
        Example(
            name: "A1",
            hits: (0..<15).flatMap { number in
                let minute = 10 + number
                return [
                    Hit(item: "near\(number)", time: "10:\(minute):00"),
                    Hit(item: "near\(number)", time: "10:\(minute):20"),
                    Hit(item: "far\(number)", time: "12:\(minute):00"),
                    Hit(item: "far\(number)", time: "12:\(minute):45"),
                ]
            }, counts: [45, 30, 45, 30]),
        Example(
            name: "S",
            hits: [200, 304, 206, 301, 302, 303, 307, 400, 401, 403, 404, 410, 416, 500, 503].enumerated().map {
                Hit(time: "10:\(10 + $0):00", status: $1)
            }, counts: [2, 1, 2, 1]),
    ]

    @Test(
        "Double clicks, sessions and statuses come to the numbers that stand there",
        arguments: ReportedSite.Way.allCases)
    func examples(way: ReportedSite.Way) throws {
        let site = try ReportedSite(
            "robots = keep\nrequest_path = ^/(\\w+)/files/\ninvestigation_path = ^/(\\w+)$")
        try site.directory.write(
            Self.examples.flatMap { example in example.hits.map { $0.line(example.name) } }.joined(separator: "\n")
                + "\n",
            to: "a.log")
        try site.take("a.log", by: way)
        var found: [String: Int] = [:]
        for row in try site.counts(from: "2024-06", to: "2024-07") {
            let parts = row.split(separator: "\t")
            let name = parts[0].split(separator: ":").last.map(String.init) ?? ""
            // Items of one example have its name and a small letter before their own.
            let example = name.split { "xynf".contains($0) }.first.map(String.init) ?? name
            found["\(example) \(parts[1]) \(parts[2])", default: 0] += Int(parts[3]) ?? 0
        }
        var expected: [String: Int] = [:]
        let metrics = [
            "Total_Item_Investigations", "Unique_Item_Investigations", "Total_Item_Requests", "Unique_Item_Requests",
        ]
        for example in Self.examples {
            for month in example.months {
                for (metric, count) in zip(metrics, example.counts) {
                    expected["\(example.name) \(metric) \(month)"] = count
                }
            }
        }
        expectSame(found.map { "\($0) \($1)" }.sorted(), expected.map { "\($0) \($1)" }.sorted())
    }
}
