import PluginTestKit
import Telemetry
import TestKit
import Testing

@testable import Console

/// `/metrics`, as Prometheus reads it.
@Suite(.serialized) struct MetricsTests {
    /// What a strict reader of the format says of it.
    private func check(_ text: String, in directory: TemporaryDirectory) throws -> String {
        try directory.write(text, to: "metrics")
        return shell("python3 '\(PackageRoot.path)/Tests/Scripts/check_metrics.py' <metrics", in: directory).output
    }

    @Test func countsProcessesAndQueues() throws {
        let site = try ConsoleSite()
        let name = "q\"u\u{301}\\\"\u{301}o\nx"
        _ = try site.redis.run("LPUSH", name, "1", "2")
        try eventually("the queue is seen") {
            site.ask("/metrics", site.basic).body.contains(
                #"loglines_queue_depth{queue="q\"u\#u{301}\\\"\#u{301}o\nx",redis=""} 2"#)
        }
        let answer = site.ask("/metrics", site.basic)
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        for line in [
            "loglines_up 1", #"loglines_process_state{process="sleeper_0",group="sleeper",state="RUNNING"} 1"#,
            "# TYPE loglines_worker_done_total counter", #"loglines_redis_up{redis=""} 1"#,
        ] {
            #expect(answer.body.contains("\(line)\n"), "\(line)")
        }
        #expect(try check(answer.body, in: site.directory).hasSuffix(" 0 histograms\n"))
        #expect(site.get("/metrics").status == 401)
    }

    @Test func measuresEndpoints() throws {
        let good = try MisbehavingServer([.answer(200)])
        let slow = try MisbehavingServer([.hang])
        let away = freeServerPort()
        func forwarder(_ name: String, _ url: String) -> String {
            "[worker_\(name)]\nkind = pirus2\nlistento = \(name)\nendpoint_url = \(url)\nrepository_plugin = combined"
        }
        let site = try ConsoleSite(
            """
            [service_s]
            plugin = combined
            format = combined
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            request_path = ^/items/([0-9]+)$
            robots = keep
            \(forwarder("good", good.url.replacing("//", with: "//me:secret@") + "/a?key=secret"))
            \(forwarder("slow", slow.url))
            \(forwarder("away", "http://127.0.0.1:\(away)"))
            """)
        for (queue, number) in [("good", 1), ("good", 2), ("slow", 3), ("away", 4), ("nobody", 5)] {
            let line =
                #"192.0.2.1 - - [15/Jun/2024:12:35:07 +0000] \"GET /items/\#(number) HTTP/1.1\" 200 9 \"-\" \"Mozilla/5.0\""#
            _ = try site.redis.run("LPUSH", queue, #"{"service":"s","logline":"\#(line)"}"#)
        }
        func labels(_ name: String, _ address: String) -> String {
            #"{worker="\#(name)_0",kind="pirus2",host="HOST",redis="",endpoint="\#(address)"}"#
        }
        func value(_ sample: String, _ text: String) -> Double? {
            text.split(separator: "\n").first { $0.hasPrefix("\(sample) ") }.flatMap {
                Double($0.dropFirst(sample.count + 1))
            }
        }
        let host = "host=\"\(shell("hostname", in: site.directory).output.filter { !$0.isNewline })\""
        func metrics() -> String { site.ask("/metrics", site.basic).body.replacing(host, with: "host=\"HOST\"") }
        let shown = "\(good.url)/a"
        try eventually("two requests are counted") {
            value("loglines_endpoint_latency_seconds_count\(labels("good", shown))", metrics()) == 2
        }
        try eventually("one endpoint is paused") {
            value("loglines_endpoint_paused\(labels("away", "http://127.0.0.1:\(away)"))", metrics()) == 1
        }
        try eventually("a request is under way") {
            value("loglines_endpoint_requests\(labels("slow", slow.url))", metrics()) == 1
        }
        try eventually("its message is seen to be held, and one that nobody takes to wait") {
            let text = metrics()
            return value(#"loglines_queue_oldest_claim_age_seconds{queue="slow",redis=""}"#, text) ?? 0 > 0
                && value(#"loglines_queue_oldest_age_seconds{queue="nobody",redis=""}"#, text) ?? 0 > 0
        }
        let text = metrics()
        #expect(value("loglines_endpoint_paused\(labels("good", shown))", text) == 0)
        #expect(text.contains(#"loglines_endpoint_latency_seconds_bucket{worker="good_0""#) && !text.contains("secret"))
        #expect(try check(text, in: site.directory).hasSuffix(" 3 histograms\n"))
        let state = site.ask("/api/v1/workers", site.basic).body
        #expect(state.contains(#""pause_reason":"Connection refused"#) && state.contains(#""paused_until":1"#))
    }

    @Test func writesHistograms() {
        var histogram = LatencyHistogram(bounds: [0.1, 1])
        for seconds in [0.05, 0.5, 0.5, 5] { histogram.add(seconds) }
        var text = MetricsText()
        text.family("a_seconds", .histogram, "Help")
        text.histogram([("b", "c")], histogram)
        #expect(
            text.text == """
                # HELP a_seconds Help
                # TYPE a_seconds histogram
                a_seconds_bucket{b="c",le="0.1"} 1
                a_seconds_bucket{b="c",le="1"} 3
                a_seconds_bucket{b="c",le="+Inf"} 4
                a_seconds_sum{b="c"} 6.05
                a_seconds_count{b="c"} 4

                """)
    }

    @Test func knowsForHowLongTheHeadIsThere() {
        var head = QueueHead()
        func note(_ entry: String?, _ time: Int) -> Double? { head.note(entry.map { Array($0.utf8) }, at: time) }
        let one = #"{"service":"s","logline":"l","id":"1"}"#
        let again = #"{"service":"s","logline":"l","id":"1","tries":1}"#
        let steps: [(String?, Int, Double?)] = [
            (nil, 0, nil), (one, 1_000, 0), (one, 2_500, 1.5), (again, 3_000, 2), ("x", 4_000, 0), ("x", 5_000, 1),
            (nil, 6_000, nil), ("x", 7_000, 0), (one, 8_000, 0), (one, 7_000, 0),
        ]
        for (entry, time, age) in steps { #expect(note(entry, time) == age, "\(time)") }
    }
}
