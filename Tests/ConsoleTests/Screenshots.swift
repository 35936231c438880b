import FoundationEssentials
import Glibc
import TestKit
import Testing

/// Where the pictures go; nil: nobody wants any.
private let wantedFolder = ProcessInfo.processInfo.environment["LOGLINES_SCREENSHOTS"]

/// `make screenshots`: every page, light and dark, on a desk and on a telephone, to be looked at by people.
@Suite(.serialized, .enabled(if: wantedFolder != nil && Browser.isInstalled, "for make screenshots"))
struct Screenshots {
    @Test func everyPage() throws {
        let folder = try #require(wantedFolder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // One of the first is refused.
        let it = try BrowserSite(tracker: [.answer(200), .answer(400, body: "no such repository"), .answer(200)])
        try shoot(it, "/login", "login", folder)
        try it.logIn()
        try fill(it)
        let reference: [String] = try {
            try it.browser.open("\(it.site.url)/queues/pirus2?kind=failed")
            return try it.browser.run(
                "return [...document.querySelectorAll('.messages a')].map((it) => it.pathname + it.search)")
        }()
        for (page, name) in [
            ("/", "overview"), ("/workers", "workers"), ("/workers/talker_0", "worker"), ("/queues", "queues"),
            ("/queues/pirus2", "queue"), ("/queues/pirus2?kind=failed", "queue-failed"),
            (try #require(reference.first), "message"), ("/ledger", "ledger"), ("/explain", "explain"),
            ("/configuration", "configuration"),
        ] {
            try shoot(it, page, name, folder)
        }
    }

    /// The report page over more than a year of uses and transfers, on screens and on paper.
    @Test func reports() throws {
        let folder = try #require(wantedFolder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let it = try BrowserSite(ReportSample.recorder)
        try it.logIn()
        try shoot(it, "/reports", "reports-none", folder)
        try ReportSample.year().write(in: it.site.directory)
        let year = "from=2023-07&to=2024-06"
        for (query, name) in [
            ("service=repo.example&\(year)", "reports"),
            ("service=repo.example&from=2024-06&to=2024-06", "reports-days"),
            ("service=seismic.example&\(year)", "reports-transfers"), ("service=x", "reports-problem"),
        ] {
            try shoot(it, "/reports?\(query)", name, folder)
        }
        try it.browser.prefer(dark: true)
        try it.browser.open("\(it.site.url)/reports?service=repo.example&\(year)")
        let paper = try it.browser.printed()
        try Data(paper).write(to: URL(filePath: "\(folder)/reports-paper.pdf"))
        try it.browser.prefer(dark: true, onPaper: true)
        try it.browser.resize(width: 700, height: 3_500)
        try Data(it.browser.screenshot()).write(to: URL(filePath: "\(folder)/reports-paper.png"))
    }

    /// The map, with hits from everywhere, whole and near; the graph and the counts of the same hits.
    @Test func live() throws {
        let folder = try #require(wantedFolder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let it = try BrowserSite(
            change: { $0.replacing("fanout = pirus2", with: "fanout = pirus2, live") },
            "[worker_publisher]\nkind = publisher\nlistento = live\nchannel = live")
        try it.logIn()
        let hits = try HitSample(redis: it.site.redis.directory.file("redis.sock"), in: it.site.directory)
        defer { hits.end() }
        for (page, name) in [
            ("/map#fade=10", "map"), ("/map#fade=10&at=8,48,5", "map-near"), ("/graph", "graph"),
            ("/graph#by=path", "graph-paths"), ("/counts", "counts"),
        ] {
            // A page that is open already would only take the hash.
            try it.browser.open("about:blank")
            try shoot(it, page, name, folder)
        }
    }

    /// The series of a server for half an hour, with a minute in which it was away.
    @Test func series() throws {
        let folder = try #require(wantedFolder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let it = try BrowserSite("[worker_statsd]\nkind = statsd\nautostart = no")
        var metrics = MetricSample(it.site, flushes: 180)
        for number in 1...180 {
            if (100...106).contains(number) {
                metrics.loseInterval()
            } else {
                try metrics.flush(MetricSample.server(number))
            }
        }
        try it.logIn()
        for (hash, name) in [
            ("", "series"),
            ("#layout=one&show=stats.timers.*.{mean_90,upper_90}", "series-one"),
        ] {
            try it.browser.open("about:blank")
            try shoot(it, "/series\(hash)", name, folder)
        }
    }

    /// Lets some of everything happen.
    private func fill(_ it: BrowserSite) throws {
        let robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
        let lines = (1...60).map { number in
            BrowserSite.line(
                number % 3 == 0 ? "/about" : "/items/\(number)", agent: number % 7 == 0 ? robot : BrowserSite.agent)
        }
        try it.site.directory.write(
            (lines + ["this is no line of a log"]).map { "\($0)\n" }.joined(), to: "in/access.log")
        try it.site.directory.write(
            (1...40).map { "21:0\($0 % 10):00 notice something happened number=\($0)\n" }.joined()
                + "21:10:00 warning: it takes long\n21:10:01 error: it did not work reason=timeout\n", to: "talk.log")
        for number in 1...3 {
            _ = try it.site.redis.run(
                "LPUSH", "failed:pirus2",
                #"{"message":"{\"service\":\"repo.example\",\"logline\":\"a line \#(number)\"}","error":"HTTP 503: away for a while","#
                    + #""when":"2026-11-21T10:00:0\#(number)Z","worker":"pirus2_0"}"#)
        }
        let now = Int(Date().timeIntervalSince1970)
        _ = try it.site.redis.run(
            "HSET", "worker:harvester_0", "host", "db2.example", "pid", "4711", "kind", "pirus2", "state",
            "paused until 21:30:00", "done", "123456", "failed", "12", "rate", "345.6", "beat", "\(now)", "last_error",
            "HTTP 503: Service Unavailable", "endpoint", "https://tracker.example/counter/", "requests", "8")
        try eventually("all lines are dealt with") {
            try it.site.directory.read("logs/other.log") != nil && it.site.redis.list("pirus2").isEmpty
                && it.site.redis.list("failed:pirus2").count >= 5
        }
        _ = try loglines("stop", "otherlogger", in: it.site.directory)
        for number in 1...5 {
            _ = try it.site.redis.run(
                "LPUSH", "otherlog", #"{"service":"repo.example","logline":"waits \#(number)","id":"x:\#(number)"}"#)
        }
    }

    private func shoot(_ it: BrowserSite, _ page: String, _ name: String, _ folder: String) throws {
        for width in [1280, 400] {
            for isDark in [false, true] {
                try it.browser.prefer(dark: isDark)
                try it.browser.resize(width: width, height: 800)
                try it.browser.open(it.site.url + page)
                try it.eventuallyInPage(
                    "\(page) is live",
                    "document.querySelector('main').innerText.length > 20 && document.readyState === 'complete'")
                // What comes over the WebSocket: the chart, the log, the newest figures.
                usleep(1_500_000)
                let height: Int = try it.browser.run("return document.documentElement.scrollHeight")
                try it.browser.resize(width: width, height: min(max(height, 500), 6_000))
                let file = "\(folder)/\(name)-\(width)-\(isDark ? "dark" : "light").png"
                try Data(it.browser.screenshot()).write(to: URL(filePath: file))
            }
        }
    }
}
