import Statistics
import TestKit
import Testing

@testable import Console

/// Who gets reports, and what those are told who do not.
@Suite(.serialized) struct CounterAccessTests {
    private static let report = "reports/pr?"

    /// What is refused, and why.
    private static let refusals: [(path: String, status: Int, code: Int, data: String)] = [
        ("reports", 400, 1030, "customer_id, api_key: missing"),
        ("reports/ir?customer_id=repo.example", 400, 1030, "api_key, begin_date, end_date: missing"),
        ("members?api_key=\(CounterSite.repo)", 400, 1030, "customer_id: missing"),
        ("members?customer_id=&api_key=\(CounterSite.repo)", 400, 1030, "customer_id: missing"),
        ("members?customer_id=a&customer_id=b", 400, 1030, "customer_id is given more than once"),
        (
            "\(report)\(CounterSite.june())&metric_type=a&metric_type=b", 400, 1030,
            "metric_type is given more than once"
        ),
        ("members?customer_id=repo.example&api_key=\(CounterSite.data)", 403, 2010, others),
        ("\(report)\(CounterSite.june("data.example"))", 403, 2010, others),
        ("\(report)\(CounterSite.june("closed.example", CounterSite.both))", 403, 2010, others),
        ("\(report)\(CounterSite.june("none.example", CounterSite.both))", 403, 2010, others),
        (
            "\(report)\(CounterSite.june("0000000000000000"))", 403, 2011,
            "customer_id is the ID of a service: see /r51/members"
        ),
        ("\(report)\(CounterSite.june("repo.example", CounterSite.repo + "x"))", 401, 2020, wrong),
        ("reports?customer_id=repo.example&api_key=\(CounterSite.repo.dropLast())", 401, 2020, wrong),
        ("members?customer_id=closed.example&api_key=%00", 401, 2020, wrong),
        dates("2024-13", "2024-13", "begin_date: '2024-13' is no month such as 2024-06 and no \(first)"),
        dates("2024-06-02", "2024-06", "begin_date: '2024-06-02' is no month such as 2024-06 and no \(first)"),
        dates("2024-06", "2024-06-31", "end_date: '2024-06-31' is no month such as 2024-06 and no \(last)"),
        dates("2024-07", "2024-06", "end_date is before begin_date"),
        dates("9000-01", "9000-01", "begin_date: the month is not over"),
        dates("%2B024-06", "2024-06", "begin_date: '+024-06' is no month such as 2024-06 and no \(first)"),
        dates("2024-06%0A", "2024-06", "begin_date: '2024-06\u{FFFD}' is no month such as 2024-06 and no \(first)"),
    ]

    private static let others = "the key opens no service of this customer_id"
    private static let wrong = "api_key is none of the counter_keys of the service"
    private static let first = "month's first day, 2024-06-01"
    private static let last = "month's last day, 2024-06-30"

    private static func dates(_ begin: String, _ end: String, _ data: String) -> (String, Int, Int, String) {
        let who = "customer_id=repo.example&api_key=\(CounterSite.repo)"
        return ("\(report)\(who)&begin_date=\(begin)&end_date=\(end)", 400, 3020, data)
    }

    @Test func refusalsSayWhy() throws {
        let site = try CounterSite()
        for (path, status, code, data) in Self.refusals {
            let exception = try site.exception(path)
            #expect(
                exception.status == status && exception.Code == code && exception.Data == data, "\(path) \(exception)")
            #expect(exception.Message == CounterException.Kind(rawValue: code)?.message)
        }
    }

    @Test func onlyKeysOpen() throws {
        let site = try CounterSite()
        let (cookie, _) = try site.site.logIn()
        let query = "customer_id=repo.example&begin_date=2024-06&end_date=2024-06"
        for options in [cookie, site.site.basic, ["-H", "Authorization: Bearer \(CounterSite.repo)"]] {
            let answer = site.site.ask("/r51/reports/pr?\(query)", options)
            #expect(answer.status == 400 && answer.body.contains("api_key: missing"), "\(answer)")
            #expect(site.site.ask("/r51/reports/pr?\(CounterSite.june())", options).status == 200)
        }
        let answer = site.site.get(
            "/r51/reports/pr?\(CounterSite.june())", "-H", "Origin: http://evil.example", "-H", "Accept: text/html")
        #expect(answer.headers["access-control-allow-origin"] == nil)
        #expect(answer.headers["cache-control"] == "no-store" && answer.headers["x-content-type-options"] == "nosniff")
        #expect(answer.headers["cross-origin-resource-policy"] == "same-origin" && answer.headers["set-cookie"] == nil)
        #expect(site.site.get("/r51/status", "-H", "Host: evil.example").status == 421)
        // Nothing else is open because it is called like this.
        for path in [
            "/r51", "/r51/", "/r51/nix", "/r51/reports/tr", "/r51/../api/v1/state", "/r51/%2e%2e/api/v1/state",
        ] {
            let answer = site.site.get(path)
            #expect([401, 404].contains(answer.status) && !answer.body.contains("sleeper"), "\(path) \(answer)")
        }
    }

    @Test func theHeadOfAReport() throws {
        let site = try CounterSite()
        for (path, status) in [
            ("status", 200), ("reports/ir?\(CounterSite.june())", 200), ("reports/ir?customer_id=x", 400),
            ("members?customer_id=repo.example&api_key=\(CounterSite.repo)", 200),
        ] {
            let answer = site.site.get("/r51/\(path)", "-I")
            #expect(answer.status == status && answer.body.isEmpty, "\(answer)")
            #expect(answer.headers["content-type"] == "application/json")
        }
        for method in ["POST", "PUT", "DELETE"] {
            #expect(site.site.get("/r51/reports/ir?\(CounterSite.june())", "-X", method).status == 404)
        }
    }

    @Test func whoGuessesKeysMustWait() throws {
        let site = try CounterSite()
        try site.directory.write(
            """
            import collections, http.client, json
            codes = collections.Counter()
            for number in range(1000):
                c = http.client.HTTPConnection('127.0.0.1', \(site.site.port), timeout=20)
                c.request('GET', '/r51/reports?customer_id=repo.example&api_key=%025d' % number)
                answer = c.getresponse()
                codes[answer.status, json.load(answer)['Code']] += 1
                c.close()
            print(sorted(codes.items()))
            """, to: "guess.py")
        let codes = shell("python3 guess.py", in: site.directory).output
        #expect(codes.hasPrefix("[((401, 2020), ") && codes.contains("((429, 1020), 9"), "\(codes)")
        // Once its time is over the next wrong one doubles it.
        let slowed = try (0..<2).map { _ in try site.exception("reports?customer_id=repo.example&api_key=none") }
        #expect(slowed.contains { $0.status == 429 && $0.Code == 1020 && $0.retryAfter ?? 0 > 0 }, "\(slowed)")
        // A right key is not held up, nor is a login.
        #expect(site.site.get("/r51/reports?customer_id=repo.example&api_key=\(CounterSite.repo)").status == 200)
        #expect(site.site.ask("/api/v1/state", site.site.basic).status == 200)
        let audit = try #require(site.directory.read("logs/console-audit.log"))
        let wrong = audit.split(separator: "\n").filter { $0.contains(#""action":"counter""#) }
        #expect((6...20).contains(wrong.count), "\(wrong.count)")
        #expect(!audit.contains("00000000"))
        let shown = try loglines("config", "show", in: site.directory).output
        #expect(shown.contains("counter_keys") && !shown.contains("-key-"))
    }

    @Test func whatNobodyShouldSendIsRefused() throws {
        let site = try CounterSite()
        try site.record(EventRecord.vectorR1)
        let long = String(repeating: "a", count: 5_000)
        #expect(try site.exception("members?customer_id=\(long)&api_key=\(CounterSite.repo)").Code == 2010)
        let report = try site.report("ir", CounterSite.june(rest: "&item_id=\(long)&\(long)=1&yop=\(long)"))
        #expect(report.exceptions.map { $0.prefix(5) } == ["3050:", "3060:", "3060:"])
        #expect(report.exceptions.allSatisfy { $0.count < 200 })
        let many = (0..<500).map { "p\($0)=1" }.joined(separator: "&")
        let counted = try site.report("ir", CounterSite.june(rest: "&" + many)).exceptions
        #expect(counted.count == 1 && counted[0].hasSuffix(" …") && counted[0].count < 100, "\(counted)")
        #expect(site.site.get("/r51/status?a=\(String(repeating: "a", count: 40_000))").status == 400)
        for value in ["%E2%80%AE%00%0A<script>", "%FF%FE", "%", "%F0%9F%92%A9", "'%22;DROP%20TABLE%20events;--"] {
            let report = try site.report("ir", CounterSite.june(rest: "&metric_type=\(value)"))
            #expect(report.exceptions.count == 1 && report.exceptions[0].hasPrefix("3060: metric_type="), "\(report)")
            #expect(report.exceptions[0].unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
            #expect(try site.report("ir", CounterSite.june(rest: "&item_id=\(value)")).exceptions == ["3030"])
        }
        for step in [
            "..%2f..%2fetc%2fpasswd", "../../etc/passwd", "IR", "ir%00", "tr", "ir/../../../api/v1/state", "%69r%2f",
        ] {
            #expect(site.site.get("/r51/reports/\(step)?\(CounterSite.june())").status == 404, "\(step)")
        }
        #expect(try site.report("ir", CounterSite.june()).exceptions.isEmpty)
    }

    @Test func whereThereIsNoKeyOrNoStore() throws {
        let closed = try CounterSite(hasKeys: false)
        let exception = try closed.exception("reports?customer_id=repo.example&api_key=\(CounterSite.repo)")
        #expect(exception.status == 401 && exception.Code == 2020 && exception.Data?.contains("counter_keys") == true)
        #expect(closed.site.get("/r51/status").body.contains(#""Service_Active":false"#))

        let empty = try CounterSite()
        #expect(try empty.report("ir", CounterSite.june()).exceptions == ["3030"])
        #expect(empty.site.get("/r51/reports?customer_id=repo.example&api_key=\(CounterSite.repo)").status == 200)
        // Whoever only reads makes nothing.
        #expect(shell("ls data/usage*", in: empty.directory).code != 0)
        // A file that is none of ours.
        try empty.directory.write("no store", to: "data/usage.sqlite")
        let broken = try empty.exception("reports/ir?\(CounterSite.june())")
        #expect(broken.status == 503 && broken.Code == 1000 && broken.retryAfter == 60, "\(broken)")
        #expect(broken.Data == "the statistics store cannot be read now")
        #expect(empty.directory.read("data/usage.sqlite") == "no store")
        #expect(empty.directory.read("logs/console-audit.log")?.contains("failed: sqlite:") == true)

        let none = try CounterSite(hasRecorder: false)
        #expect(try none.report("ir", CounterSite.june()).exceptions == ["3030"])
    }
}
