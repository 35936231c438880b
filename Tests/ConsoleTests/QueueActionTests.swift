import RedisClient
import TestKit
import Testing

/// Messages of queues, as programs and pages get and change them: through a real console and a real Redis.
@Suite(.serialized) struct QueueActionTests {
    private func post(_ path: String, _ site: ConsoleSite, _ body: String) -> ConsoleSite.Answer {
        site.ask(
            "/api/v1/queues/\(path)", site.basic + ["-X", "POST", "-H", "Content-Type: application/json", "-d", body])
    }

    /// A site whose `pirus2` ends lines that are read into `in`; its workers do not run.
    private func site() throws -> ConsoleSite {
        try ConsoleSite(
            """
            [service_s]
            plugin = combined
            base_url = https://repository.example
            oai_prefix = oai:repository.example
            request_path = ^/(\\d+)
            [worker_broker]
            kind = broker
            listento = in
            fanout = pirus2
            autostart = no
            [worker_pirus2]
            kind = pirus2
            listento = pirus2
            endpoint_url = http://127.0.0.1:9/
            autostart = no
            """)
    }

    private func message(_ number: Int) -> String {
        #"{"service":"s","logline":"GET /\#(number) [11/Jun/2024:1]","id":"0123456789abcdef:\#(number)"}"#
    }

    private func read(_ numbers: ClosedRange<Int>, _ site: ConsoleSite) throws {
        try site.redis.run("HSET", "ledger:s", "2024-06-11|in|read|", String(numbers.count))
        for number in numbers { try site.redis.run("LPUSH", "pirus2", message(number)) }
    }

    /// The references of a page of messages, as programs read them.
    private func references(_ query: String, _ site: ConsoleSite, _ queue: String = "pirus2") throws -> [String] {
        let answer = site.ask("/api/v1/queues/\(queue)/messages?\(query)", site.basic)
        try #require(answer.status == 200, "\(answer)")
        return answer.body.split(separator: "\"reference\":\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    private func closes(_ site: ConsoleSite) throws -> Bool {
        let ledger = try loglines("ledger", in: site.directory)
        return ledger.code == 0 && ledger.output.contains("every line is accounted for")
    }

    @Test("Waiting messages: chosen, found, all; nothing is done twice; the ledger closes")
    func waiting() throws {
        let site = try site()
        try read(1...300, site)
        let chosen = try references("from=250&count=3", site)
        // A worker takes one meanwhile.
        try site.redis.run("LREM", "pirus2", "1", message(252))
        try site.redis.run("HINCRBY", "ledger:s", "2024-06-11|pirus2|accepted|", "1")
        let body = #"{"messages": ["\#(chosen.joined(separator: #"",""#))"]}"#
        let first = post("pirus2/delete", site, body)
        #expect(
            first.body.contains(#""count":2,"message":"2 of 3 messages deleted; the others are no longer there"#),
            "\(first)")
        #expect(post("pirus2/delete", site, body).body.contains(#""count":0"#))
        #expect(try closes(site))
        #expect(post("pirus2/move", site, #"{"search": "GET /29", "target": "parked"}"#).body.contains(#""count":11"#))
        #expect(post("pirus2/move", site, #"{"search": "GET /29", "target": "parked"}"#).body.contains(#""count":0"#))
        #expect(try site.redis.list("parked").last == message(29))
        #expect(try closes(site))
        #expect(post("pirus2/delete", site, #"{"search": "/1"}"#).body.contains(#""count":111"#))
        #expect(try closes(site))
        for body in [
            #"{}"#, #"{"search": ""}"#, #"{"messages": ["x"]}"#, #"{"kind": "no"}"#,
            #"{"kind": "in_flight", "search": "x"}"#,
        ] {
            #expect(post("pirus2/delete", site, body).status == 400, "\(body)")
        }
        #expect(post("pirus2/delete", site, #"{"chosen": "yes"}"#).body.contains("Choose messages first"))
        #expect(post("pirus2/retry", site, #"{"kind": "waiting"}"#).status == 400)
        #expect(post("pirus2/purge", site, #"{"confirm": "pirus"}"#).status == 400)
        #expect(post("pirus2/purge", site, #"{"confirm": "pirus2"}"#).body.contains(#""count":175"#))
        #expect(try closes(site))
        #expect(post("parked/move", site, #"{"target": "pirus2"}"#).body.contains(#""count":11"#))
        #expect(try closes(site) && site.redis.list("pirus2").count == 11)
        let audit = try #require(site.directory.read("logs/console-audit.log"))
        for entry in [
            #""action":"delete","address":"127.0.0.1","result":"2","target":"pirus2 (3 chosen)""#,
            #""action":"move","address":"127.0.0.1","result":"11","target":"pirus2 parked search 'GET /29'""#,
            #""result":"refused: confirm"#,
        ] {
            #expect(audit.contains(entry), "\(entry)")
        }
    }

    @Test("Messages that wait for another try: due now, moved, deleted; chosen, found, all")
    func retries() throws {
        let site = try site()
        try read(1...6, site)
        for number in 1...6 {
            try site.redis.run("RPOP", "pirus2")
            try site.redis.run("ZADD", "retry:pirus2", "900000000000\(number)", message(number))
        }
        let chosen = try references("kind=retry", site)
        let two = #"{"kind": "retry", "messages": ["\#(chosen[4])", "\#(chosen[5])"]}"#
        #expect(post("pirus2/retry", site, two).body.contains(#""message":"2 messages due now""#))
        #expect(post("pirus2/retry", site, two).body.contains(#""count":0"#))
        let due = try site.redis.run("ZRANGE", "retry:pirus2", "0", "1").elements.compactMap(\.text)
        #expect(Set(due) == [message(5), message(6)])
        #expect(
            post("pirus2/move", site, #"{"kind": "retry", "search": "/1 ", "target": "in"}"#).body.contains(
                #""count":1"#))
        #expect(post("pirus2/delete", site, #"{"kind": "retry", "search": "/2 "}"#).body.contains(#""count":1"#))
        #expect(try closes(site))
        #expect(post("retry:pirus2/retry", site, "{}").body.contains(#""count":2"#))
        #expect(post("pirus2/purge", site, #"{"kind": "retry", "confirm": "pirus2"}"#).body.contains(#""count":4"#))
        #expect(try closes(site) && site.redis.list("in") == [message(1)])
    }

    @Test("Failed messages: put back, moved, deleted; chosen, by reason, all")
    func failures() throws {
        let site = try site()
        try read(1...8, site)
        for number in 1...8 {
            try site.redis.run("RPOP", "pirus2")
            let reason = number % 2 == 0 ? #"id \"\#(number)\" is bad"# : "HTTP 500"
            try site.redis.run(
                "LPUSH", "failed:pirus2",
                #"{"message":\#(message(number)),"error":"\#(reason)","when":"2026-11-21T10:00:0\#(number)Z","worker":"w","leaf":"refused"}"#
            )
        }
        try site.redis.run("HSET", "ledger:s", "2024-06-11|pirus2|refused|", "8")
        #expect(try closes(site))
        let groups = site.ask("/api/v1/queues/pirus2/failures", site.basic)
        #expect(
            groups.body.contains(#""count":4,"example":"id \"2\" is bad","first":"2026-11-21T10:00:02Z""#), "\(groups)")
        #expect(groups.body.contains(#""looked":8,"total":8"#))
        let chosen = try references("kind=failed", site)
        let one = #"{"kind": "failed", "messages": ["\#(chosen[0])"]}"#
        for count in [1, 0] {
            #expect(post("pirus2/retry", site, one).body.contains(#""count":\#(count)"#))
            #expect(try site.redis.list("pirus2") == [message(1)])
        }
        #expect(
            post("pirus2/move", site, #"{"kind": "failed", "messages": ["\#(chosen[2])"], "target": "parked"}"#).status
                == 200)
        #expect(try site.redis.list("parked") == [message(3)])
        #expect(try closes(site))
        #expect(post("pirus2/delete", site, #"{"kind": "failed", "search": "HTTP 500"}"#).body.contains(#""count":2"#))
        #expect(post("pirus2/retry", site, #"{"group": "id \"…\" is bad", "count": 3}"#).body.contains(#""count":3"#))
        #expect(try closes(site))
        #expect(post("pirus2/purge", site, #"{"kind": "failed", "confirm": "pirus2"}"#).body.contains(#""count":1"#))
        #expect(try closes(site))
        #expect(try site.redis.run("EXISTS", "failed:pirus2").integer == 0)
    }

    @Test("A form does the same; a reader gets neither buttons nor his way")
    func forms() throws {
        let site = try site()
        try read(1...3, site)
        let (cookie, csrf) = try site.logIn()
        let page = site.ask("/queues/pirus2", cookie + ["-H", "Accept: text/html"])
        let reference = try #require(
            page.body.split(separator: #"name="messages[]" value=""#).dropFirst().first?.prefix { $0 != "\"" })
        #expect(page.body.contains("data-act") && page.body.contains("GET /1"))
        func send(_ cookie: [String], _ csrf: String, _ fields: String...) -> ConsoleSite.Answer {
            site.ask(
                "/api/v1/queues/pirus2/delete",
                cookie + ["-H", "X-CSRF-Token: \(csrf)"] + fields.flatMap { ["--data-urlencode", $0] })
        }
        #expect(send(cookie, "wrong", "messages[]=\(reference)").status == 403)
        #expect(send(cookie, csrf, "chosen=yes", "redis=", "kind=waiting").body.contains("Choose messages first"))
        let (ben, benCSRF) = try site.logIn("ben", "U*U")
        #expect(send(ben, benCSRF, "messages[]=\(reference)").status == 403)
        let seen = site.ask("/queues/pirus2", ben)
        #expect(seen.status == 200 && seen.body.contains("GET /1"))
        #expect(!seen.body.contains("data-act") && !seen.body.contains("checkbox"))
        #expect(try site.redis.list("pirus2").count == 3)
        let done = send(cookie, csrf, "chosen=yes", "redis=", "kind=waiting", "target=", "messages[]=\(reference)")
        #expect(done.body == #"{"count":1,"message":"1 message deleted","queue":"pirus2"}"# + "\n", "\(done)")
        #expect(try site.redis.list("pirus2").count == 2)
    }

    @Test("One message is looked into: its fields, decisions, the OpenURL and where it is; until it is gone")
    func looksIntoOne() throws {
        let site = try site()
        let line =
            #"192.0.2.44 - - [15/Jun/2024:12:34:56 +0000] \"GET /17 HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 <script> caf\udce9\""#
        try site.redis.run("LPUSH", "pirus2", #"{"service":"s","logline":"\#(line)","id":"0123456789abcdef:1"}"#)
        try site.redis.run("LPUSH", "pirus2", "no message <b>")
        let chosen = try references("kind=waiting", site)
        let (cookie, csrf) = try site.logIn()
        let page = site.ask("/queues/pirus2/messages/\(chosen[0])?kind=waiting", cookie)
        for text in [
            "It counts as a request of oai:repository.example:17", "192.0.2.44", "user agent", "GET counts",
            "rft_dat", "waits in pirus2, 0 before it", "Mozilla/5.0 &lt;script&gt;", csrf,
        ] {
            #expect(page.body.contains(text), "\(text) \(page)")
        }
        let json = site.ask("/api/v1/queues/pirus2/messages/\(chosen[0])", site.basic)
        #expect(json.status == 200 && json.body.contains(#"caf\udce9"#) && json.body.contains("decisions"), "\(json)")
        let other = site.ask("/queues/pirus2/messages/\(chosen[1])?kind=waiting", cookie)
        #expect(other.body.contains("no message &lt;b&gt;") && other.body.contains("is no JSON object"), "\(other)")
        try site.redis.run("RPOP", "pirus2")
        #expect(site.ask("/queues/pirus2/messages/\(chosen[0])", cookie).status == 404)
        #expect(site.ask("/api/v1/queues/pirus2/messages/\(chosen[0])", site.basic).status == 404)
        #expect(site.ask("/queues/pirus2/messages/nix", cookie).status == 400)
    }
}
