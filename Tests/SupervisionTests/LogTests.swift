import Glibc
import SupervisorClient
import TestKit
import Testing

@testable import Supervision

struct RotatingLogTests {
    func write(_ text: String, to log: RotatingLog) -> String? {
        Array(text.utf8).withUnsafeBytes { log.write($0) }
    }

    @Test func rotatesBySizeAndKeepsSoMany() throws {
        let directory = try TemporaryDirectory()
        let log = RotatingLog(path: directory.file("deep/er/x.log"), maxbytes: 10, backups: 2)
        for text in ["first---\n", "second--\n", "third---\n", "fourth--\n"] { #expect(write(text, to: log) == nil) }
        #expect(directory.read("deep/er/x.log") == "fourth--\n")
        #expect(directory.read("deep/er/x.log.1") == "third---\n")
        #expect(directory.read("deep/er/x.log.2") == "second--\n")
        #expect(directory.read("deep/er/x.log.3") == nil)
    }

    @Test func countsWhatIsAlreadyThere() throws {
        let directory = try TemporaryDirectory()
        try directory.write("12345678\n", to: "x.log")
        #expect(write("next\n", to: RotatingLog(path: directory.file("x.log"), maxbytes: 10, backups: 1)) == nil)
        #expect(directory.read("x.log.1") == "12345678\n")
    }

    @Test func withoutBackupsTheFileIsEmptied() throws {
        let directory = try TemporaryDirectory()
        let log = RotatingLog(path: directory.file("x.log"), maxbytes: 4, backups: 0)
        for text in ["aaa\n", "bbb\n"] { #expect(write(text, to: log) == nil) }
        #expect(directory.read("x.log") == "bbb\n")
        #expect(directory.read("x.log.1") == nil)
    }

    @Test func isOpenedAnewWhenMovedAway() throws {
        let directory = try TemporaryDirectory()
        let log = RotatingLog(path: directory.file("x.log"), maxbytes: 0, backups: 0)
        #expect(write("old\n", to: log) == nil)
        #expect(rename(directory.file("x.log"), directory.file("moved")) == 0)
        #expect(write("new\n", to: log) == nil)
        #expect(directory.read("moved") == "old\n")
        #expect(directory.read("x.log") == "new\n")
    }

    @Test func saysWhatIsWrong() {
        let log = RotatingLog(path: "/proc/no/x.log", maxbytes: 0, backups: 0)
        #expect(write("x", to: log) == "/proc/no/x.log: No such file or directory")
    }
}

struct LogFollowerTests {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: [
        ("a\nb\nc\n", 2, "b\nc\n"), ("a\nb\nc", 2, "b\nc"), ("a\n", 5, "a\n"), ("", 5, ""), ("a\nb\n", 0, ""),
        ("\n\n\n", 2, "\n\n"), ("a", 1, "a"),
    ])
    func tail(_ content: String, _ lines: Int, _ expected: String) throws {
        let directory = try TemporaryDirectory()
        #expect(text(LogFollower(path: try directory.write(content, to: "x.log")).tail(lines: lines)) == expected)
    }

    @Test func tailOfABigFile() throws {
        let directory = try TemporaryDirectory()
        let lines = (0..<50_000).map { "line \($0)\n" }
        let path = try directory.write(lines.joined(), to: "x.log")
        #expect(text(LogFollower(path: path).tail(lines: 20_000)) == lines.suffix(20_000).joined())
    }

    @Test func followsThroughRotationAndTruncation() throws {
        let directory = try TemporaryDirectory()
        let log = RotatingLog(path: directory.file("x.log"), maxbytes: 8, backups: 1)
        func write(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { log.write($0) } }
        let follower = LogFollower(path: log.path)
        #expect(text(follower.next()) == "")
        write("one\n")
        #expect(text(follower.next()) == "one\n")
        write("two\n")
        write("three\n")
        #expect(text(follower.next()) == "two\nthree\n")
        truncate(log.path, 0)
        write("4\n")
        #expect(text(follower.next()) == "4\n")
    }
}

/// What the supervisor itself tells.
struct SupervisorLogTests {
    @Test func keepsWhatItTells() throws {
        let supervisor = try RunningSupervisor(
            #"[{"name": "sleeper", "command": "sleep 1000"}]"#, environment: ["LOG_BYTES": "300"])
        _ = try supervisor.wait("sleeper_0", .running)
        #expect(supervisor.read("logs/supervisor.log")?.contains("Z sleeper_0: RUNNING (pid ") == true)
        for _ in 1...3 { _ = try supervisor.ask(.restart, "sleeper_0") }
        let sizes = ["supervisor.log", "supervisor.log.1"].map { supervisor.read("logs/\($0)")?.utf8.count ?? 1_000 }
        #expect(sizes.allSatisfy { (1...300).contains($0) }, "\(sizes)")
        #expect(try supervisor.ask(.clearLog).ok)
        #expect(supervisor.read("logs/supervisor.log")?.isEmpty == true)
        _ = try supervisor.ask(.stop, "sleeper_0")
        let lines = supervisor.read("logs/supervisor.log")?.split(separator: "\n") ?? []
        #expect(lines.count == 2 && lines.last?.hasSuffix("Z sleeper_0: STOPPED") == true, "\(lines)")
        // Told on the display all the same.
        #expect(supervisor.output.contains(" sleeper_0: STOPPED\n"))
    }
}
