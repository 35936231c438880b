import FoundationEssentials
import Glibc
import TestKit
import Testing

/// A directory with a console, a Redis and some processes, as the built program runs them.
final class ConsoleSite {
    static let password = "correct horse"
    /// `ben` may only look.
    static let reader = "ben:U*U"

    let directory: TemporaryDirectory
    let redis: RedisServer
    let port = freeServerPort()
    private let supervisor: ChildProcess

    /// Starts everything, and waits until the console answers.
    /// - Parameters:
    ///   - processes: Further sections.
    ///   - startsecs: What `[DEFAULT]` says of it.
    ///   - supervisor: Further keys of `[supervisor]`.
    ///   - redis: Its Redis; nil: one of its own.
    ///   - console: Further keys of the console's.
    init(
        _ processes: String = "[process_sleeper]\ncommand = sleep 100000", startsecs: Double = 0.1,
        supervisor keys: String = "", redis: RedisServer? = nil, console: String = ""
    ) throws {
        directory = try TemporaryDirectory()
        self.redis = try redis ?? RedisServer()
        try directory.write(
            """
            [supervisor]
            port = 127.0.0.1:\(port)
            password = \(Self.password)
            \(keys)
            [redis]
            unixsocket = \(self.redis.directory.file("redis.sock"))
            [DEFAULT]
            startsecs = \(startsecs)
            [worker_console]
            kind = console
            users = users
            \(console)
            \(processes)
            """, to: "loglines.cfg")
        try directory.write("ben:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW:reader\n", to: "users")
        // With as many open files as a login shell lets a process have.
        supervisor = try ChildProcess(
            "/bin/sh",
            [
                "-c", "ulimit -Sn 1024; exec \"$0\" \"$@\"", try builtProgram("loglines"), "supervisor", "--directory",
                directory.path,
            ],
            output: directory.file("supervisor.out"))
        let site = self
        try eventually("the console sees the supervisor's processes") {
            site.get("/api/v1/state", "-u", "loglines:\(Self.password)").body.contains(#""statename":"RUNNING""#)
        }
    }

    deinit { supervisor.end(SIGTERM) }

    var url: String { "http://127.0.0.1:\(port)" }

    /// What the operator's programs send.
    var basic: [String] { ["-u", "loglines:\(Self.password)"] }

    /// An answer of the console.
    struct Answer: CustomStringConvertible {
        let status: Int
        /// By their names in small letters.
        let headers: [String: String]
        let body: String

        var description: String { "\(status) \(headers) \(body)" }
    }

    /// Asks with curl.
    func get(_ path: String, _ options: String...) -> Answer { ask(path, options) }

    /// Asks with curl.
    func ask(_ path: String, _ options: [String]) -> Answer {
        let words = ["curl", "-s", "-m", "20", "-i", "--path-as-is", "-H", "Expect:"] + options + ["\(url)\(path)"]
        let quoted = words.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
        let text = shell(quoted, in: directory).output.replacing("\r\n", with: "\n")
        guard let gap = text.firstRange(of: "\n\n") else { return Answer(status: 0, headers: [:], body: text) }
        let lines = text[..<gap.lowerBound].split(separator: "\n")
        let fields = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstRange(of: ": ") else { return nil }
            return (line[..<colon.lowerBound].lowercased(), String(line[colon.upperBound...]))
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Answer(
            status: status ?? 0, headers: Dictionary(fields) { "\($0), \($1)" }, body: String(text[gap.upperBound...]))
    }

    /// Logs in with the form.
    /// - Returns: What a browser sends from now on, and the token that its forms have.
    func logIn(_ name: String = "loglines", _ password: String = ConsoleSite.password) throws -> (
        cookie: [String], csrf: String
    ) {
        let answer = get("/login", "--data-urlencode", "name=\(name)", "--data-urlencode", "password=\(password)")
        try #require(answer.status == 303, "\(answer)")
        let cookie = try #require(answer.headers["set-cookie"]?.split(separator: ";").first)
        let page = ask("/", ["-b", String(cookie)])
        let start = try #require(page.body.firstRange(of: #"name="csrf" value=""#), "\(page)")
        return (["-b", String(cookie)], String(page.body[start.upperBound...].prefix { $0 != "\"" }))
    }
}
