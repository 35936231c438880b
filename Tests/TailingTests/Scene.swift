import FoundationEssentials
import Glibc
import Synchronization
import TestKit

@testable import Tailing

/// A directory with logs, a sink, and a follower set on a clock that stands still unless told otherwise.
final class Scene {
    let directory: TemporaryDirectory
    let sink = MemorySink()
    private(set) var reports: [String] = []
    private let time = Time()
    private let patterns: [String]
    private let options: TailOptions
    private(set) var set = FollowerSet(patterns: [], options: TailOptions(host: "here")) { _ in }

    init(_ patterns: String..., configure: (inout TailOptions) -> Void = { _ in }) throws {
        directory = try TemporaryDirectory()
        var options = TailOptions(host: "here")
        options.start = .beginning
        let time = self.time
        options.now = { time.now.withLock { $0 } }
        configure(&options)
        self.options = options
        let names = patterns.isEmpty ? ["access.log"] : patterns
        self.patterns = names.map { [directory] in directory.file($0) }
        restart()
    }

    /// The follower dies; another one begins with what the sink has.
    func restart() {
        set = FollowerSet(patterns: patterns, options: options) { [unowned self] in reports.append($0.description) }
    }

    /// Steps until nothing moves any more.
    func read() throws {
        set.rescan()
        while try set.step(sink) {}
    }

    func pass(seconds: Double) { time.now.withLock { $0 += seconds } }

    /// All lines stored so far.
    var lines: [String] { sink.texts }

    // MARK: What servers and logrotate do

    func path(_ name: String) -> String { directory.file(name) }

    func append(_ text: String, to name: String = "access.log") throws {
        try Writer(path(name)).write(text)
    }

    func move(_ name: String = "access.log", to other: String) throws {
        guard rename(path(name), path(other)) == 0 else { throw Failed(what: "rename \(name)") }
    }

    func remove(_ name: String = "access.log") throws {
        guard unlink(path(name)) == 0 else { throw Failed(what: "unlink \(name)") }
    }

    /// `copytruncate`.
    func copyAndCut(_ name: String = "access.log", to other: String) throws {
        try directory.write(directory.read(name) ?? "", to: other)
        try cut(name)
    }

    func cut(_ name: String = "access.log") throws {
        guard truncate(path(name), 0) == 0 else { throw Failed(what: "truncate \(name)") }
    }

    /// Waits until the file system's clock has gone on, so that what is written now is later than what was written before.
    func tick() throws {
        func stamp() throws -> Int64 {
            try directory.write("", to: "stamp")
            return try FileStatus.at(path("stamp"))?.modified ?? 0
        }
        let before = try stamp()
        try eventually("the file system's clock goes on") { try stamp() > before }
    }
}

/// A system call of a test failed.
struct Failed: Error { let what: String }

/// A file held open for appending, as a server holds its log.
final class Writer {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failed(what: "open \(path)") }
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw Failed(what: "write") }
    }
}

private final class Time: Sendable {
    let now = Mutex(1000.0)
}
