import FoundationEssentials
import Glibc
import PluginTestKit
import TestKit
import Testing

/// A directory with a service and a Redis, into which logs are imported; nobody takes the lines from the queue.
final class ImportSite {
    let directory: TemporaryDirectory
    let redis: RedisServer

    /// - Parameters:
    ///   - service: The keys of `[service_repo.example]` besides its addresses.
    ///   - shared: What stands at the end of `[redis]`.
    init(service: String = Site.items, redis keys: String = "") throws {
        directory = try TemporaryDirectory()
        redis = try RedisServer()
        try directory.write(
            """
            [redis]
            unixsocket = \(redis.directory.file("redis.sock"))
            \(keys)
            [service_repo.example]
            base_url = http://repo.example
            oai_prefix = oai:repo.example
            \(service)
            """, to: "loglines.cfg")
        try FileManager.default.createDirectory(
            atPath: directory.file("workers_enabled"), withIntermediateDirectories: true)
    }

    /// Writes a log of numbered hits, five a minute.
    func write(_ items: Range<Int>, to file: String, end: String = "\n") throws {
        try directory.write(items.map(Self.line).joined(separator: "\n") + end, to: file)
    }

    /// A numbered hit: 0 is of 2024-06-15T00:00:00Z, 7200 of a day later.
    static func line(_ item: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (minute, second) = (item / 5, item % 5 * 12)
        let time =
            "\(two(15 + minute / 1_440))/Jun/2024:\(two(minute / 60 % 24)):\(two(minute % 60)):\(two(second)) +0000"
        return "192.0.2.\(item % 250) - - [\(time)] \"GET /items/\(item) HTTP/1.1\" 200 512 \"-\" \"\(Site.browser)\""
    }

    /// Imports; the shell's words, run in the directory.
    func run(_ words: String) throws -> CommandOutcome {
        shell("'\(try builtProgram("loglines"))' import --service repo.example \(words)", in: directory)
    }

    /// Imports, and expects that it goes well.
    /// - Returns: How many lines were imported.
    @discardableResult
    func importing(_ words: String, after pipe: String = "") throws -> Int {
        let answer = shell(
            "\(pipe) '\(try builtProgram("loglines"))' import --service repo.example --json \(words)", in: directory)
        try #require(answer.code == 0, "\(answer)")
        return try JSONDecoder().decode(ImportResult.self, from: Data(answer.output.utf8)).imported
    }

    /// A process that imports.
    func start(_ words: String...) throws -> ChildProcess {
        try ChildProcess(
            builtProgram("loglines"), ["import", "--service", "repo.example"] + words, in: directory.path,
            output: directory.file("import.out"))
    }

    /// The messages in the queue, oldest first.
    var messages: [ImportedMessage] {
        get throws {
            try redis.list("loglines").reversed().map {
                try JSONDecoder().decode(ImportedMessage.self, from: Data($0.utf8))
            }
        }
    }

    /// The numbers of the hits in the queue, oldest first.
    var items: [Int] { get throws { try messages.compactMap(\.item) } }

    /// Forgets everything.
    func forget() throws { try redis.run("FLUSHALL") }
}

/// A message of the queue.
struct ImportedMessage: Decodable, Equatable {
    let service: String
    let logline: String
    let id: String

    /// The number of its hit.
    var item: Int? {
        logline.split(separator: "/items/").last.flatMap { Int($0.prefix { $0.isNumber }) }
    }
}

/// What `--json` prints.
struct ImportResult: Decodable {
    let imported: Int
}
