import FoundationEssentials
import TestKit
import Testing

@testable import Settings

struct LoadingTests {
    @Test("Every value arrives where it belongs")
    func values() throws {
        let site = try Site([
            "loglines.cfg": """
            [supervisor]
            port = [::1]:9002
            identifier = host1
            [redis]
            unixsocket = run/redis.sock
            timeout = 0.5
            [redis_two]
            host = two.example
            db = 3
            password = ${PW}
            [redis_ha]
            sentinels = one.example:26379, [::1]:26380
            master = main
            sentinel_password = ${PW}
            min_replicas = 1
            [service_repo.example]
            plugin = combined
            Request_Path = ^/(a%2Fb|[^/?]+\\.pdf)
            [DEFAULT]
            maxbackoff = 7
            robots = keep
            """,
            "workers_enabled/all.conf": """
            [logger_in]
            pushto = lines
            servicename = repo.example
            logfile = loglines.cfg,
                /dev/nul?
            start = Beginning
            [worker_out]
            listento = lines
            endpoint_url = https://t.example/x
            protocol = irus-r4
            req_id = urn
            success = 200, 304
            ratelimit = 0.3
            success_queue =
            other_queue = other
            redis = two
            numprocs = 3
            autorestart = unexpected
            exitcodes = 0,2
            stopsignal = SIGINT
            environment = A="1,2",B=%(process_num)d
            stdout_logfile = logs/%(program_name)s.log
            stdout_logfile_maxbytes = 2KB
            """,
        ])
        let loaded = site.load(["PW": "%(secret)s"])
        #expect(loaded.problems.isEmpty)
        let configuration = try #require(loaded.configuration)
        #expect((configuration.supervisor.host, configuration.supervisor.port) == ("::1", 9002))
        #expect(configuration.supervisor.identifier == "host1")
        #expect(configuration.redis[""]?.unixsocket == "\(site.directory.path)/run/redis.sock")
        #expect(configuration.redis[""]?.timeout == 0.5)
        #expect(configuration.redis["two"]?.host == "two.example")
        #expect(configuration.redis["two"]?.password == "%(secret)s")
        let ha = try #require(configuration.redis["ha"])
        #expect(ha.sentinels == [HostPort(host: "one.example", port: 26379), HostPort(host: "::1", port: 26380)])
        #expect((ha.master, ha.sentinelPassword, ha.minReplicas) == ("main", "%(secret)s", 1))
        #expect(
            configuration.services["repo.example"]
                == ServiceSettings(
                    id: "repo.example", plugin: "combined",
                    options: ["request_path": "^/(a%2Fb|[^/?]+\\.pdf)", "robots": "keep"]))

        var tail = TailSettings(
            pushto: "lines", servicename: "repo.example", logfile: ["\(site.directory.path)/loglines.cfg", "/dev/nul?"])
        tail.start = .beginning
        #expect(configuration.worker(named: "in")?.job == .tail(tail))
        #expect(configuration.worker(named: "in")?.process.maxbackoff == 7)

        var forwarder = ForwarderSettings(listento: "lines", endpointURL: "https://t.example/x")
        forwarder.trackerProtocol = .irusR4
        forwarder.requesterID = .urn
        forwarder.success = [200, 304]
        forwarder.ratelimit = 0.3
        forwarder.otherQueue = "other"
        let out = try #require(configuration.worker(named: "out"))
        #expect(out.job == .pirus2(forwarder))
        #expect(out.redis == "two")
        var process = ProcessSettings()
        process.maxbackoff = 7
        process.numprocs = 3
        process.autorestart = .unexpected
        process.exitcodes = [0, 2]
        process.stopsignal = "INT"
        process.environment = ["A": "1,2", "B": "%(process_num)d"]
        process.stdoutLogfile = "\(site.directory.path)/logs/%(program_name)s.log"
        process.logfileMaxbytes = 2048
        #expect(out.process == process)
        #expect(out.origin == Origin(file: "workers_enabled/all.conf", line: 7))
        #expect(out.origins["redis"] == Origin(file: "workers_enabled/all.conf", line: 16))
    }

    @Test("A key that is not set is what the settings' types say")
    func defaults() throws {
        let site = try Site(
            """
            [process_a]
            command = a
            [worker_b]
            listento = b
            fanout = c
            [worker_c]
            listento = c
            endpoint_url = http://x
            [logger_d]
            listento = d
            logfile = /d
            [logger_e]
            pushto = e
            servicename = e
            logfile = /dev/null
            """)
        let configuration = try #require(site.load().configuration)
        #expect(configuration.workers.allSatisfy { $0.process == ProcessSettings() })
        #expect(
            configuration.workers.map(\.job) == [
                .program(command: "a"), .broker(BrokerSettings(listento: "b", fanout: ["c"])),
                .pirus2(ForwarderSettings(listento: "c", endpointURL: "http://x")),
                .file(FileLoggerSettings(listento: "d", logfile: "/d")),
                .tail(TailSettings(pushto: "e", servicename: "e", logfile: ["/dev/null"])),
            ])
        #expect(configuration.supervisor == SupervisorSettings())
        #expect(configuration.redis == ["": RedisSettings()])
    }

    @Test("A worker file overrides loglines.cfg key by key; two worker files may not contradict each other")
    func overrides() throws {
        let site = try Site([
            "loglines.cfg": "[worker_x]\nlistento = a\nfanout = b\nnumprocs = 2\n[redis]\ndb = 1\n",
            "workers_enabled/x.conf": "[worker_x]\nfanout = c\n[redis]\ndb = 2\n",
        ])
        let configuration = try #require(site.load().configuration)
        let worker = try #require(configuration.worker(named: "x"))
        #expect(worker.job == .broker(BrokerSettings(listento: "a", fanout: ["c"])))
        #expect(worker.process.numprocs == 2)
        #expect(configuration.redis[""]?.db == 2)
        try site.directory.write("[redis]\nhost = h\ndb = 3\n", to: "workers_enabled/y.conf")
        #expect(
            site.problems() == ["workers_enabled/y.conf:3: [redis] db: is also set in workers_enabled/x.conf:4"])
    }

    @Test("Every value is listed with its origin, and no secret is")
    func origins() throws {
        let site = try Site([
            "loglines.cfg": """
            [redis]
            password = hidden1
            host = ${HOST}
            [service_x]
            plugin = p
            ingest_token = hidden2-0123456789
            counter_keys = hidden5-0123456789 hidden6-0123456789
            url = http://u:hidden3@x/
            """,
            "workers_enabled/x.conf":
                "[worker_x]\nlistento = a\nendpoint_url = http://x/${API_TOKEN}\nproxy = http://u:hidden3@p\n",
        ])
        let values = site.load(["HOST": "h.example", "API_TOKEN": "hidden4"]).values
        func value(_ section: String, _ key: String) -> String? {
            values.first { $0.section == section && $0.key == key }
                .map { "\($0.value) \($0.origin?.description ?? "default") \($0.isSecret)" }
        }
        #expect(value("redis", "host") == "h.example loglines.cfg:3 false")
        #expect(value("redis", "port") == "6379 default false")
        #expect(value("redis", "password") == "•••• loglines.cfg:2 true")
        #expect(value("supervisor", "password") == " default true")
        #expect(value("service_x", "ingest_token") == "•••• loglines.cfg:6 true")
        #expect(value("service_x", "counter_keys") == "•••• loglines.cfg:7 true")
        #expect(value("service_x", "url") == "http://u:••••@x/ loglines.cfg:8 true")
        #expect(value("worker_x", "kind") == "pirus2 default false")
        #expect(value("worker_x", "endpoint_url") == "•••• workers_enabled/x.conf:3 true")
        #expect(value("worker_x", "proxy") == "http://u:••••@p workers_enabled/x.conf:4 true")
        #expect(value("worker_x", "timeout") == "60 default false")
        #expect(!values.contains { $0.value.contains("hidden") })
    }

    @Test(
        "What counter_keys may be",
        arguments: [
            ("", []), ("0123456789abcdef", ["0123456789abcdef"]),
            (
                "0123456789abcdef,  f3b1a0d2-9c44-4f6e\n  ~.-_0123456789abcdef",
                [
                    "0123456789abcdef", "f3b1a0d2-9c44-4f6e", "~.-_0123456789abcdef",
                ]
            ),
            ("0123456789abcde", nil), ("0123456789abcdef short", nil), ("0123456789abcdef+", nil),
            ("0123456789abcdé", nil), ("0123456789abcdef&x", nil),
        ] as [(String, [String]?)])
    func counterKeys(_ text: String, _ keys: [String]?) throws {
        let site = try Site("[service_x]\nplugin = p\ncounter_keys = \(text)\n")
        let loaded = site.load(plugins: ["p": []])
        #expect(loaded.configuration?.services["x"]?.counterKeys == keys)
        if keys == nil {
            #expect(
                loaded.problems.map(\.message) == [
                    "'••••' is not words of at least 16 letters, digits and -._~"
                ])
        }
    }

    @Test(
        "What double_clicks may be",
        arguments: [
            ("", nil, "no"), ("double_clicks = no", nil, "no"), ("double_clicks = yes", 10, "yes"),
            ("double_clicks = On", 10, "yes"), ("double_clicks = 0.5", 0.5, "0.5"), ("double_clicks = 1", 1, "1"),
            ("double_clicks = 10", 10, "yes"),
        ])
    func doubleClicks(key: String, grace: Double?, shown: String) throws {
        let loaded = try Site("[service_x]\nplugin = p\n\(key)\n").load()
        let service = try #require(loaded.configuration?.services["x"])
        #expect(service.doubleClicks.grace == grace && service.options.isEmpty)
        #expect(loaded.values.first { $0.key == "double_clicks" }?.value == shown)
        #expect(service == ServiceSettings(id: "x", plugin: "p") || grace != nil)
    }

    @Test("Where a section is written does not make it another one")
    func sameSettings() throws {
        let first = try #require(try Site("[process_x]\ncommand = a\n").load().configuration)
        let moved = try #require(try Site("# new\n[process_x]\n# new\ncommand = a\n").load().configuration)
        #expect(first.workers == moved.workers)
    }

    @Test("check also reads what is not enabled, where kinds of later versions may lie")
    func available() throws {
        let site = try Site([
            "workers_available/console.conf": "[worker_console]\nkind = console\ncret = x\n",
            "workers_available/on.conf": "[worker_on]\nlistento = a\nfanout = b\n",
            "workers_available/off.conf": "[worker_off]\nlistento = a\nfanotu = b\n",
        ])
        try WorkerFiles(directory: site.directory.path).enable("on")
        let loaded = ConfigurationLoader.check(directory: site.directory.path, environment: [:])
        #expect(
            loaded.problems.map(\.description) == [
                "workers_available/console.conf:3: [worker_console] cret: unknown key; nearest: cert",
                "workers_available/off.conf:1: [worker_off] cannot tell its kind: neither kind = … nor fanout or endpoint_url is set",
                "workers_available/off.conf:3: [worker_off] fanotu: unknown key; nearest: fanout",
            ])
        #expect(site.problems().isEmpty)
    }
}
