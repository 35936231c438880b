import FoundationEssentials
import Glibc
import PluginTestKit
import TestKit
import Testing

/// The Redis that the shipped `process_redis.conf` runs, after a power cut.
struct TornRedisTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("[redis]\nunixsocket = run/redis.sock\n", to: "loglines.cfg")
        let shipped = "\(PackageRoot.path)/workers_available/process_redis.conf"
        let text = try String(contentsOf: URL(filePath: shipped), encoding: .utf8)
        try directory.write(text, to: "workers_available/process_redis.conf")
        try #require(loglines("enable", "process_redis", in: directory).code == 0)
    }

    @Test("Of a transaction that a power cut tore nothing is left, and what comes after it stays")
    func tornTransaction() throws {
        try whileRunning {
            redis("LPUSH", "a", "1", "2", "3")
            redis("EVAL", "redis.call('RPOP', 'a') return redis.call('LPUSH', 'b', 'torn')", "0")
        }
        try tear(30)
        try whileRunning {
            #expect(redis("LRANGE", "a", "0", "-1") == "3 2 1")
            redis("EVAL", "redis.call('RPOP', 'a') return redis.call('LPUSH', 'b', 'whole')", "0")
        }
        try whileRunning {
            #expect(redis("LRANGE", "a", "0", "-1") == "3 2")
            #expect(redis("LRANGE", "b", "0", "-1") == "whole")
        }
    }

    /// Runs a supervisor with its Redis, and stops both.
    private func whileRunning(_ body: () throws -> Void) throws {
        let supervisor = try ChildProcess(
            try builtProgram("loglines"), ["supervisor", "--directory", directory.path],
            output: directory.file("supervisor.out"))
        try eventually("Redis answers") { redis("PING") == "PONG" }
        try body()
        supervisor.signal(SIGINT)
        #expect(supervisor.wait() == 0)
    }

    /// Cuts the end off the append-only file.
    private func tear(_ bytes: Int) throws {
        let folder = directory.file("data/appendonlydir")
        let file = try #require(
            FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".incr.aof") })
        let path = "\(folder)/\(file)"
        let size = try #require(FileManager.default.contents(atPath: path)?.count)
        try #require(truncate(path, size - bytes) == 0)
    }

    @discardableResult
    private func redis(_ words: String...) -> String {
        let command = words.map { "\"\($0)\"" }.joined(separator: " ")
        let answer = shell("redis-cli -s run/redis.sock \(command)", in: directory)
        return answer.output.split(separator: "\n").joined(separator: " ")
    }
}
