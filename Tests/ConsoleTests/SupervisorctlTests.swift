import Glibc
import PluginTestKit
import TestKit
import Testing

/// The real supervisorctl, and Python's XML-RPC client, before loglines and before the real supervisord with the same
/// programs: they must say the same.
@Suite(.serialized) struct SupervisorctlTests {
    private static let programs: [(name: String, keys: [String])] = [
        (
            "cat",
            [
                #"command = python3 -u -c "import time,sys; print('hello é <&>'); sys.stderr.write('oops\n'); time.sleep(10000)""#
            ]
        ),
        ("chatty", [#"command = python3 -u -c "import time; print('abcdefghijklmnopqrstuvwxy'); time.sleep(10000)""#]),
        ("many", ["command = sleep 10000", "numprocs = 2"]),
        ("broken", ["command = /nonexistent/x", "autostart = false"]),
        ("script", ["command = /etc/passwd", "autostart = false"]),
        ("quick", ["command = false", "autostart = false", "startretries = 0"]),
        ("off", ["command = sleep 10000", "autostart = false"]),
    ]

    private static func sections(_ kind: String, _ further: [String] = []) -> String {
        programs.map { (["[\(kind)_\($0.name)]"] + $0.keys + further).joined(separator: "\n") }.joined(separator: "\n")
    }

    /// Debian's supervisord with these programs.
    private final class Original {
        let port = freeServerPort()
        let directory: TemporaryDirectory
        let process: ChildProcess

        init() throws {
            directory = try TemporaryDirectory()
            let programs = sections("program", ["process_name = %(program_name)s_%(process_num)d"])
                .replacing("[program_", with: "[program:")
            try directory.write(
                """
                [inet_http_server]
                port = 127.0.0.1:\(port)
                username = loglines
                password = \(ConsoleSite.password)
                [supervisord]
                logfile = \(directory.file("supervisord.log"))
                pidfile = \(directory.file("supervisord.pid"))
                childlogdir = \(directory.path)
                nodaemon = true
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                \(programs)
                """, to: "supervisord.conf")
            process = try ChildProcess(
                "/usr/bin/supervisord", ["-c", directory.file("supervisord.conf")], output: directory.file("out"))
        }

        deinit { process.end(SIGTERM) }
    }

    /// What supervisorctl says, without what cannot be the same.
    private static func say(_ command: String, to port: Int, in directory: TemporaryDirectory) -> String {
        let outcome = shell(
            "timeout 60 supervisorctl -s http://127.0.0.1:\(port) -u loglines -p '\(ConsoleSite.password)' \(command)",
            in: directory)
        let lines = outcome.output.split(separator: "\n").filter { !$0.contains("console_0") }.map { line in
            String(line).replacing(/pid \d+, uptime [0-9:]+/, with: "pid P, uptime T")
                .replacing(/^\d+$/, with: "P").replacing(/[A-Z][a-z]{2} \d\d \d\d:\d\d [AP]M/, with: "DATE")
        }
        return (lines + ["exit \(outcome.code)", outcome.errors]).joined(separator: "\n")
    }

    private func bothReady(_ site: ConsoleSite, _ original: Original) throws {
        for port in [site.port, original.port] {
            try eventually("everything runs behind \(port)") {
                let status = Self.say("status", to: port, in: site.directory)
                return status.components("RUNNING") >= 4 && !status.contains("STARTING")
            }
        }
    }

    @Test func bothSayTheSameToSupervisorctl() throws {
        let site = try ConsoleSite(Self.sections("process"), startsecs: 1)
        let original = try Original()
        try bothReady(site, original)
        let commands = [
            "status", "status many:*", "status nix", "stop cat:cat_0", "stop cat:cat_0", "status cat:cat_0",
            "start cat:cat_0", "start cat:cat_0", "start broken:broken_0", "start script:script_0",
            "start quick:quick_0", "start nix", "start nix:*", "start off:*", "stop off:*",
            "restart cat:cat_0", "stop many:many_1", "signal HUP off:off_0", "signal NIX off:off_0",
            "signal NIX many:*", "signal NIX cat:cat_0",
            "signal CONT cat:cat_0", "signal CONT many:*", "signal CONT nix", "start many:many_1",
            "tail chatty:chatty_0",
            "tail -5 chatty:chatty_0", "tail cat:cat_0 stderr", "tail nix", "clear cat:cat_0", "clear nix",
            "tail cat:cat_0", "avail", "reread", "update", "pid many:many_0", "pid", "pid nix", "add cat", "add nix",
            "remove cat", "remove nix", "remove off", "status off:off_0", "add off", "status off:off_0",
        ]
        for command in commands {
            let said = [site.port, original.port].map { Self.say(command, to: $0, in: site.directory) }
            #expect(said[0] == said[1], "\(command)")
        }
        // supervisord tells of several processes in the order in which they were done, and the last one decides the exit code.
        let all = [site.port, original.port].map { port in
            ["restart many:*", "stop all", "start all"].map { command in
                Self.say(command, to: port, in: site.directory).split(separator: "\n").filter { !$0.hasPrefix("exit") }
                    .sorted()
            }
        }
        #expect(all[0] == all[1])
        let audit = try #require(site.directory.read("logs/console-audit.log"))
        #expect(audit.contains(#""action":"stop","address":"127.0.0.1","result":"done","target":"cat:cat_0""#))
    }

    @Test func bothAnswerTheSameToPython() throws {
        let site = try ConsoleSite(Self.sections("process"), startsecs: 1)
        let original = try Original()
        try bothReady(site, original)
        let password = ConsoleSite.password.replacing(" ", with: "%20")
        let urls = [site.port, original.port].map { "http://loglines:\(password)@127.0.0.1:\($0)" }
        let outcome = shell(
            "python3 '\(PackageRoot.path)/Tests/Scripts/compare_supervisors.py' \(urls[0]) \(urls[1])",
            in: site.directory)
        #expect(outcome.output.hasSuffix("calls, 0 differ\n"), "\(outcome.output)\(outcome.errors)")
    }

    @Test func followsALogAndLetsGo() throws {
        let site = try ConsoleSite("[process_ticker]\ncommand = tail -n +1 -F ticks")
        let follower = try ChildProcess(
            "/usr/bin/supervisorctl",
            ["-s", site.url, "-u", "loglines", "-p", ConsoleSite.password, "tail", "-f", "ticker:ticker_0"],
            output: site.directory.file("followed"))
        for line in ["one", "two"] {
            _ = shell("echo \(line) >>ticks", in: site.directory)
            try eventually("\(line) is followed") { site.directory.read("followed")?.contains(line) == true }
        }
        follower.end(SIGINT)
        #expect(site.ask("/logtail/nix", site.basic).status == 404)
        #expect(site.get("/logtail/ticker:ticker_0").status == 401)
    }

    /// The supervisor's own log, beside supervisord's: what it tells differs, how it is read does not.
    @Test func bothHaveALogOfTheirOwn() throws {
        let site = try ConsoleSite(Self.sections("process"), startsecs: 1)
        let original = try Original()
        try bothReady(site, original)
        for port in [site.port, original.port] {
            func say(_ command: String) -> String { Self.say(command, to: port, in: site.directory) }
            let text = say("maintail")
            #expect(text.contains("cat_0") && text.hasSuffix("exit 0\n"), "\(text)")
            // supervisorctl adds a line end of its own.
            #expect(say("maintail -5").split(separator: "\n").first?.utf8.count ?? 9 <= 5)
            #expect(say("maintail -x") == "Error: bad argument -x\nexit 1\n")
            let follower = try ChildProcess(
                "/usr/bin/supervisorctl",
                [
                    "-s", "http://127.0.0.1:\(port)", "-u", "loglines", "-p", ConsoleSite.password, "maintail", "-f",
                ], output: site.directory.file("followed\(port)"))
            try eventually("what was there is followed") {
                site.directory.read("followed\(port)")?.contains("cat_0") == true
            }
            _ = say("stop off:off_0")
            _ = say("start off:off_0")
            try eventually("what is new is followed") {
                site.directory.read("followed\(port)")?.contains("off_0") == true
            }
            follower.end(SIGINT)
        }
        let python = """
            import sys, xmlrpc.client
            server = xmlrpc.client.ServerProxy(sys.argv[1]).supervisor
            def call(method, *arguments):
                try:
                    answer = getattr(server, method)(*arguments)
                    return len(answer) if isinstance(answer, str) and len(answer) < 9 else type(answer).__name__
                except xmlrpc.client.Fault as fault:
                    return fault.faultCode, fault.faultString
            print(call('readLog', 0, 5), call('readMainLog', -7, 0), call('readLog', 3, 0), call('readLog', -5, 5),
                  call('readLog', 0, -1), call('clearLog'), server.readLog(0, 0).count(chr(10)), call('readLog', 10**6, 0))
            """
        try site.directory.write(python, to: "read.py")
        let password = ConsoleSite.password.replacing(" ", with: "%20")
        let said = [site.port, original.port].map {
            shell("python3 read.py http://loglines:\(password)@127.0.0.1:\($0)", in: site.directory)
        }
        #expect(said[0].output == said[1].output && !said[0].output.isEmpty, "\(said)")
        #expect(site.directory.read("logs/console-audit.log")?.contains(#""action":"clear""#) == true)
        #expect(site.get("/mainlogtail").status == 401)
        #expect(site.ask("/mainlogtail", site.basic + ["-m", "1"]).status == 200)
    }

    @Test func whereNoLogIsKeptNoneIsRead() throws {
        let site = try ConsoleSite(supervisor: "logfile = NONE")
        #expect(
            Self.say("maintail", to: site.port, in: site.directory) == "supervisord: ERROR (no log file)\nexit 1\n")
        #expect(site.ask("/mainlogtail", site.basic).status == 404)
        #expect(site.directory.read("logs/supervisor.log") == nil)
    }

    @Test func whatFailsLaterIsNoted() throws {
        let site = try ConsoleSite(Self.sections("process"), startsecs: 1)
        for (name, reason) in [
            ("broken", "can't find command '/nonexistent/x'"), ("script", "command at '/etc/passwd' is not executable"),
            ("quick", "exited 1"),
        ] {
            let call =
                "<methodCall><methodName>supervisor.startProcess</methodName><params><param><value>\(name):\(name)_0"
                + "</value></param><param><value><boolean>0</boolean></value></param></params></methodCall>"
            #expect(site.ask("/RPC2", site.basic + ["-d", call]).body.contains("<boolean>1</boolean>"))
            try eventually("it is noted that \(name) was not started") {
                let notes = site.directory.read("logs/console-audit.log")?.split(separator: "\n") ?? []
                return notes.contains {
                    $0.contains(#""action":"start""#)
                        && $0.contains(#""result":"ERROR (\#(reason))","target":"\#(name)_0""#)
                }
            }
        }
    }

    @Test func reloadsAndShutsDown() throws {
        let site = try ConsoleSite()
        let before = Self.pid(of: "sleeper:sleeper_0", site)
        #expect(Self.say("reload", to: site.port, in: site.directory).hasPrefix("Restarted supervisord"))
        try eventually("everything is new") {
            let now = Self.pid(of: "sleeper:sleeper_0", site)
            return now != before && Int(now) ?? 0 > 0
        }
        #expect(Self.say("version", to: site.port, in: site.directory).hasPrefix("0."))
        try eventually("it shuts down") {
            Self.say("shutdown", to: site.port, in: site.directory).hasPrefix("Shut down")
        }
        try eventually("nothing answers") { try loglines("status", in: site.directory).code != 0 }
    }

    private static func pid(of name: String, _ site: ConsoleSite) -> String {
        shell(
            "timeout 20 supervisorctl -s \(site.url) -u loglines -p '\(ConsoleSite.password)' pid \(name)",
            in: site.directory
        ).output.filter { !$0.isNewline }
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
