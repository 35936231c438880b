import FoundationEssentials
import RedisClient
import TestKit
import Testing

/// What people and programs see of queues.
@Suite(.serialized) struct QueuePageTests {
    /// What strangers may have written into a log or into Redis.
    private static let hostile = [
        #"{"service":"s","logline":"caf\udce9 <script>alert(1)</script>","id":"1:1"}"#,
        #"{"service":"<b>s</b>","logline":"\u001b[31mred\u0000 \u202egnp","id":"\"><img src=x>"}"#,
        "not JSON <script>alert(2)</script>", #"["an", "array"]"#, "", "\u{1}\u{2}\n\"quoted\"",
        #"{"service":"s","logline":"{{csrf}} {{#operator}}&amp;"}"#,
    ]

    private func push(_ entries: [String], _ site: ConsoleSite) throws {
        var command = RedisCommand("LPUSH", "q")
        for entry in entries { command.append(entry) }
        try site.redis.connection().run(command)
    }

    @Test(
        "Hostile messages are shown escaped, can be searched, downloaded, chosen and deleted",
        arguments: ["waiting", "failed", "retry"])
    func hostileMessages(kind: String) throws {
        let site = try ConsoleSite()
        let bytes = Self.hostile.map { Array($0.utf8) } + [[0xff, 0xfe, UInt8(ascii: "<"), 0x00]]
        let connection = try site.redis.connection()
        for (number, entry) in bytes.enumerated() {
            var command =
                switch kind {
                case "waiting": RedisCommand("LPUSH", "q")
                case "failed": RedisCommand("LPUSH", "failed:q")
                default: RedisCommand("ZADD", "retry:q", "900000000000\(number)")
                }
            command.append(entry)
            try connection.run(command)
        }
        let (cookie, csrf) = try site.logIn()
        let page = site.ask("/queues/q?kind=\(kind)", cookie)
        #expect(page.status == 200)
        for text in ["<script>alert", "<b>s", "<img", "\u{1b}", "\u{202e}", "\u{0}", "\u{1}"] {
            #expect(!page.body.contains(text), "\(text.debugDescription)")
        }
        #expect(
            page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                && page.body.contains("{{csrf}} {{#operator}}&amp;amp;"))
        let found = site.ask("/queues/q?kind=\(kind)&search=%3Cscript%3Ealert(2)", cookie)
        #expect(found.body.contains("1 found") && !found.body.contains("<script>alert"), "\(found)")
        let download = site.ask("/api/v1/queues/q/messages?format=jsonl&kind=\(kind)", cookie)
        #expect(download.headers["content-disposition"] == "attachment; filename=\"q-\(kind).jsonl\"")
        #expect(download.body.contains(#"\udcff\udcfe<\u0000"#) && download.body.contains(#"caf\udce9 <script>"#))
        try site.directory.write(download.body, to: "download.jsonl")
        let check = shell(
            "python3 -c 'import json; print(len([json.loads(line) for line in open(\"download.jsonl\")]))'",
            in: site.directory)
        #expect(check.output == "\(bytes.count)\n", "\(check)")
        let references = page.body.split(separator: #"name="messages[]" value=""#).dropFirst().map {
            $0.prefix { $0 != "\"" }
        }
        try #require(references.count == bytes.count)
        let fields = references.flatMap { ["--data-urlencode", "messages[]=\($0)"] }
        let done = site.ask(
            "/api/v1/queues/q/delete", cookie + ["-H", "X-CSRF-Token: \(csrf)", "-d", "kind=\(kind)"] + fields)
        #expect(done.body.contains(#""count":\#(bytes.count),"#), "\(done)")
        #expect(try site.redis.run("EXISTS", "q", "failed:q", "retry:q").integer == 0)
    }

    @Test("All queues, and the tabs of one; what workers hold, by worker")
    func pages() throws {
        let site = try ConsoleSite()
        let (cookie, _) = try site.logIn()
        try site.redis.run("LPUSH", "q/x &", #"{"service":"s","logline":"a"}"#)
        try site.redis.run("LPUSH", "odd|name", "x")
        try site.redis.run("HSET", "workers", "pirus2_0", "q/x &")
        try site.redis.run(
            "HSET", "worker:pirus2_0", "host", "<h>", "pid", "9", "state", "running", "claims", "1700000000:1")
        try site.redis.run("LPUSH", "temp:pirus2_0", #"{"service":"s","logline":"held"}"#)
        try eventually("the queue is seen") { site.ask("/queues", cookie).body.contains("odd|name") }
        let all = site.ask("/queues", cookie)
        #expect(all.body.contains(#"<a href="/queues/q%2Fx%20%26">q/x &amp;</a>"#), "\(all)")
        #expect(!all.body.contains(#"href="/queues/odd"#))
        let held = site.ask("/queues/q%2Fx%20%26?kind=in_flight", cookie)
        for text in ["pirus2_0", "&lt;h&gt;", "held by pirus2_0 for", "<pre>held</pre>"] {
            #expect(held.body.contains(text), "\(text) \(held)")
        }
        #expect(!held.body.contains("data-act"))
        for path in [
            "odd%7Cname", "temp:pirus2_0", "worker:pirus2_0", "a%00b", "..%2f..%2fetc", "q?kind=nix", "q?from=-1",
            "q?redis=nix",
        ] {
            let answer = site.ask("/queues/\(path)", cookie)
            #expect(answer.status == (path.hasPrefix("..") ? 200 : 400), "\(path) \(answer.status)")
            #expect(
                site.ask(
                    "/api/v1/queues/\(path.replacing("?", with: "/messages?"))\(path.contains("?") ? "" : "/messages")",
                    cookie
                ).status == answer.status, "\(path)")
        }
        try site.redis.run("SET", "text", "x")
        #expect(site.ask("/queues/text", cookie).status == 503)
    }

    @Test("A search looks at a bounded number of messages, says so, and goes on")
    func searches() throws {
        let site = try ConsoleSite()
        let (cookie, _) = try site.logIn()
        for start in stride(from: 1, through: 12_000, by: 1_000) {
            let entries = (start..<start + 1_000).map { #"{"service":"s","logline":"line \#($0) "}"# }
            try push(entries, site)
        }
        let first = site.ask("/queues/q?search=line%207777%20", cookie)
        #expect(
            first.body.contains("0 found. Looked at 1 to 5,000 of 12,000; the others were not looked at yet."),
            "\(first)")
        #expect(
            first.body.contains(#"href="/queues/q?kind=waiting&amp;search=line%207777%20&amp;from=5000" rel="next""#))
        let second = site.ask("/queues/q?search=line%207777%20&from=5000", cookie)
        #expect(
            second.body.contains("1 found. Looked at 5,001 to 10,000 of 12,000") && second.body.contains("line 7777"))
        let last = site.ask("/queues/q?search=line%207777%20&from=10000", cookie)
        #expect(
            last.body.contains("0 found. Looked at 10,001 to 12,000 of 12,000.") && !last.body.contains(#"rel="next""#))
        let json = site.ask("/api/v1/queues/q/messages?count=1&from=4", site.basic)
        #expect(
            json.body.hasPrefix(
                #"{"queue":"q","kind":"waiting","total":12000,"from":4,"looked":1,"next":5,"messages":[{"reference":"4-"#
            ), "\(json)")
        #expect(json.body.contains(#""position":4,"service":"s","logline":"line 5 ","tries":0,"entry":"{\"service\""#))
    }

    @Test("A download of 100,000 messages is whole, and takes no more memory than a small one")
    func downloads() throws {
        let site = try ConsoleSite()
        let filler = String(repeating: "x", count: 400)
        for start in stride(from: 1, through: 100_000, by: 1_000) {
            try push((start..<start + 1_000).map { #"{"service":"s","logline":"\#($0) \#(filler)"}"# }, site)
        }
        let processes = site.ask("/api/v1/processes", site.basic).body.split(separator: "{")
        let console = try #require(processes.first { $0.contains(#""name":"console"#) }, "\(processes)")
        let pid = try #require(console.firstMatch(of: /"pid":([0-9]+)/)?.1)
        func peak() -> Int {
            let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
            return text.firstMatch(of: /VmHWM:\s+([0-9]+) kB/).flatMap { Int($0.1) } ?? 0
        }
        #expect(site.ask("/api/v1/queues/q/messages?count=1000", site.basic).status == 200)
        let before = peak()
        let path = site.directory.file("download.jsonl")
        // A client that reads slowly at first: what it does not take is not read.
        let outcome = shell(
            "curl -s -m 500 -u 'loglines:\(ConsoleSite.password)' '\(site.url)/api/v1/queues/q/messages?format=jsonl'"
                + " | (sleep 1; cat) > '\(path)'; wc -l < '\(path)'",
            in: site.directory)
        #expect(outcome.output.hasPrefix("100000\n"), "\(outcome)")
        let lines = try #require(site.directory.read("download.jsonl")).split(separator: "\n")
        for (index, line) in lines.enumerated() where !line.contains(#""logline":"\#(index + 1) x"#) {
            Issue.record("line \(index + 1): \(line.prefix(200))")
            break
        }
        print("download: console's peak before \(before) kB, after \(peak()) kB; \(lines.count) lines")
        #expect(before > 0 && peak() - before < 40_000)
    }
}
