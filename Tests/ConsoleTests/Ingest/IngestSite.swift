import FoundationEssentials
import RedisClient
import TestKit
import Testing

/// A console to which lines are posted. `repo.example` has no token, `closed.example` has one; `fdsn.example` has records of
/// several lines; the lines of `small.example` go into a queue that is full soon. Nobody takes lines from the queues.
final class IngestSite {
    static let token = "0123456789-abcdef._~+/="

    let site: ConsoleSite
    var directory: TemporaryDirectory { site.directory }
    var redis: RedisServer { site.redis }

    init() throws {
        let redis = try RedisServer()
        let service = "plugin = dspace\nbase_url = http://x\n"
        site = try ConsoleSite(
            """
            ingest_wait = 1
            [service_repo.example]
            \(service)[service_closed.example]
            \(service)ingest_token = \(Self.token)
            [service_fdsn.example]
            plugin = ringserver
            [service_small.example]
            \(service)[redis_small]
            unixsocket = \(redis.directory.file("redis.sock"))
            maxlength = 100
            [logger_small]
            pushto = inbox
            servicename = small.example
            logfile = none.log
            autostart = no
            redis = small
            maxline = 300
            """, redis: redis)
    }

    /// What is answered.
    struct Reply: Decodable, Equatable {
        struct BadLine: Decodable, Equatable {
            let line: Int
            let reason: String
        }

        var status = 0
        let accepted: Int
        let rejected: Int
        let duplicate: Bool
        var firstBad: BadLine?
        var error: String?

        init(_ status: Int, _ accepted: Int, _ rejected: Int = 0, duplicate: Bool = false) {
            (self.status, self.accepted, self.rejected, self.duplicate) = (status, accepted, rejected, duplicate)
        }

        private enum CodingKeys: String, CodingKey {
            case accepted, rejected, duplicate, error
            case firstBad = "first_bad"
        }
    }

    /// Posts a text.
    func post(_ text: String, to service: String = "repo.example", _ options: String...) -> Reply {
        post(["--data-binary", text] + options, to: service)
    }

    /// Posts a file, as it stands there.
    func post(file: String, to service: String = "repo.example", _ options: String...) -> Reply {
        post(["--data-binary", "@\(file)"] + options, to: service)
    }

    private func post(_ options: [String], to service: String) -> Reply {
        let answer = site.ask("/ingest/\(service)", options)
        do {
            var reply = try JSONDecoder().decode(Reply.self, from: Data(answer.body.utf8))
            reply.status = answer.status
            return reply
        } catch {
            Issue.record("\(answer): \(error)")
            return Reply(answer.status, -1)
        }
    }

    /// Writes a log of numbered lines, about 120 bytes each.
    func write(_ numbers: Range<Int>, to file: String) throws {
        try directory.write(numbers.map { Self.line($0) + "\n" }.joined(), to: file)
    }

    static func line(_ number: Int) -> String {
        "192.0.2.1 - - [15/Jun/2024:10:00:00 +0000] \"GET /items/\(number) HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 Firefox/126.0\""
    }

    /// The numbers of the lines in a queue, oldest first; -1 for other lines.
    func numbers(in queue: String = "loglines") throws -> [Int] {
        try redis.list(queue).reversed().map { entry in
            guard let start = entry.firstRange(of: "/items/") else { return -1 }
            return Int(entry[start.upperBound...].prefix { $0.isNumber }) ?? -1
        }
    }

    /// Expects so many numbered lines in a queue, each once, in their order.
    func expect(_ count: Int, in queue: String = "loglines") throws {
        let found = try numbers(in: queue)
        // Not compared in the expectation itself: it would print them all.
        let isRight = found == Array(0..<count)
        #expect(isRight, "\(found.count) lines, \(Set(found).count) different ones")
    }

    /// The ids of the messages in a queue.
    func ids(in queue: String = "loglines") throws -> [String] {
        try redis.list(queue).compactMap { $0.split(separator: "\"").dropLast().last.map(String.init) }
    }

    /// How many messages a list has.
    func length(_ key: String = "loglines") throws -> Int { try redis.run("LLEN", key).integer ?? 0 }

    /// A counter of the ledger of lines of the 15th of June 2024.
    func counted(_ leaf: String, of service: String = "repo.example", queue: String = "loglines") throws -> Int {
        try redis.run("HGET", "ledger:\(service)", "2024-06-15|\(queue)|\(leaf)|").text.flatMap { Int($0) } ?? 0
    }

    /// Forgets everything.
    func forget() throws { try redis.run("FLUSHALL") }

    /// Sends bytes with Python, as no good client would.
    /// - Parameter script: What comes after `s` has been connected.
    /// - Returns: What it prints.
    func python(_ script: String) throws -> String {
        try directory.write(
            "import socket\ns = socket.create_connection(('127.0.0.1', \(site.port)), 20)\n\(script)\n", to: "client.py"
        )
        let outcome = shell("python3 client.py", in: directory)
        try #require(outcome.code == 0, "\(outcome)")
        return outcome.output
    }

    /// The process id of the console.
    func console() throws -> Int32 {
        let state = site.get("/api/v1/processes", "-u", "loglines:\(ConsoleSite.password)").body
        let process = try JSONDecoder().decode([Process].self, from: Data(state.utf8)).first { $0.name == "console_0" }
        return try #require(process?.pid)
    }

    private struct Process: Decodable {
        let name: String
        let pid: Int32
    }
}
