import FoundationEssentials
import Glibc
import Graphite
import MetricModel
import TestKit
import Testing

/// What Graphite's programs ask the console.
@Suite(.serialized) struct RenderTests {
    private struct Series: Decodable, Equatable {
        let target: String
        let datapoints: [[Double?]]
    }

    private let site: ConsoleSite
    private let last: Int

    init() throws {
        site = try ConsoleSite("[worker_statsd]\nkind = statsd\nautostart = no")
        last = Int(time(nil)) / 10 * 10 - 10
        let backend = MetricHistoryBackend(site.redis.address, worker: "statsd_0") { _ in }
        for number in 1...30 {
            let values: [MetricFlush.Value] = [
                .init("stats.counters.web.rate", Double(number)), .init("stats.counters.mail.rate", Double(number) / 8),
                .init("stats.gauges.disk", 1.5), .init("plain", 3),
            ]
            backend.take(MetricFlush(time: last - 300 + number * 10, interval: 10, values: values))
        }
        backend.end(within: .seconds(20))
    }

    private func series(_ answer: ConsoleSite.Answer) throws -> [Series] {
        try #require(answer.status == 200, "\(answer)")
        return try JSONDecoder().decode([Series].self, from: Data(answer.body.utf8))
    }

    private func get(_ path: String) -> ConsoleSite.Answer { site.ask(path, site.basic) }

    @Test func draws() throws {
        let found = try series(
            get("/render?target=stats.counters.web.rate&format=json&from=\(last - 50)&until=\(last)&maxDataPoints=100"))
        #expect(found.map(\.target) == ["stats.counters.web.rate"])
        #expect(found.first?.datapoints == (26...30).map { [Double($0), Double(last - 300 + $0 * 10)] })
        // As Grafana posts, with several targets, functions and a shift back.
        let posted = try series(
            site.ask(
                "/render",
                site.basic + [
                    "--data-urlencode", "target=aliasByNode(stats.counters.*.rate, 2)", "--data-urlencode",
                    "target=alias(sumSeries(stats.counters.{web,mail}.rate), 'all of it')", "-d", "from=-10min", "-d",
                    "until=now", "-d", "format=json", "-d", "maxDataPoints=10",
                ]))
        #expect(posted.map(\.target) == ["mail", "web", "all of it"])
        for one in posted {
            #expect(one.datapoints.count <= 10 && one.datapoints.contains { $0[0] == nil })
        }
        #expect(try series(get("/render?target=no.such")) == [])
        #expect(try series(get("/render")) == [])
        // Who may only look may draw.
        #expect(site.get("/render?target=plain", "-u", "ben:U*U").status == 200)
        #expect(site.get("/render?target=plain").status == 401)
    }

    @Test func finds() throws {
        #expect(
            get("/metrics/find?query=*").body
                == #"[{"allowChildren":0,"context":{},"expandable":0,"id":"plain","leaf":1,"text":"plain"},{"allowChildren":1,"context":{},"expandable":1,"id":"stats","leaf":0,"text":"stats"}]"#
        )
        let posted = site.ask("/metrics/find", site.basic + ["-d", "query=stats.counters.*&from=-1h"])
        #expect(posted.body.contains(#""id":"stats.counters.mail""#) && posted.body.contains(#""text":"web""#))
        #expect(
            get("/metrics/find?query=stats.g&format=completer").body
                == #"{"metrics":[{"is_leaf":"0","name":"gauges","path":"stats.gauges."}]}"#)
        #expect(
            get("/metrics/index.json").body
                == #"["plain","stats.counters.mail.rate","stats.counters.web.rate","stats.gauges.disk"]"#)
        #expect(get("/metrics/find?query=").status == 400)
    }

    @Test func answersWhatGrafanaAsks() throws {
        #expect(get("/version").body == "1.1.10")
        #expect(get("/tags/autoComplete/tags?limit=100").body == "[]")
        struct Function: Decodable {
            struct Parameter: Decodable { let name: String, type: String, required: Bool, multiple: Bool }
            let name: String, group: String, params: [Parameter]
        }
        let functions = try JSONDecoder().decode([String: Function].self, from: Data(get("/functions").body.utf8))
        #expect(functions.count > 60)
        #expect(functions["aliasByNode"]?.params.map(\.type) == ["seriesList", "node"])
        #expect(functions["sumSeries"]?.params.first?.multiple == true)
    }

    @Test(arguments: [
        ("/render?target=holtWintersForecast(plain)", "holtWintersForecast: there is no such function"),
        ("/render?target=plain&format=png", "format: only json can be had"),
        ("/render?target=plain&from=nonsense", "nonsense: no time as Graphite has them"),
        ("/render?target=plain&from=now&until=-1h", "from must be before until"),
        ("/render?target=plain&maxDataPoints=many", "maxDataPoints: not a number of values"),
        ("/render?target=scale(plain", "a ) is missing"), ("/metrics/find?query=a&format=xml", "format: only"),
    ])
    func saysWhatIsWrong(_ path: String, _ problem: String) {
        let answer = get(path)
        #expect(answer.status == 400 && answer.body.contains(problem), "\(answer)")
    }
}
