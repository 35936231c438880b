import Glibc
import Settings
import TestKit
import Testing
import Workers

@Suite("The file logger")
struct FileLoggerWorkerTests {
    let bench: WorkerBench
    let settings: FileLoggerSettings

    init() throws {
        bench = try WorkerBench()
        settings = FileLoggerSettings(listento: "log", logfile: bench.directory.file("logs/out.log"))
    }

    private func start() -> RunningWorker {
        let settings = settings
        return bench.start("logger_0") { FileLoggerWorker(settings, in: $0) }
    }

    private func isDone() throws -> Bool {
        try bench.depth("log") + bench.depth("temp:logger_0") == 0
    }

    @Test("Lines are appended in their order, bytes that are not UTF-8 included")
    func appends() throws {
        try bench.push((1...1_000).map(String.init) + [#"\udcff é"#], to: "log")
        let worker = start()
        try eventually("all are written") { try isDone() }
        try worker.end()
        let file = try #require(fopen(settings.logfile, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 10_000)
        let count = fread(&bytes, 1, bytes.count, file)
        let expected = (1...1_000).flatMap { Array("\($0)\n".utf8) } + [0xff] + Array(" é\n".utf8)
        #expect(Array(bytes[..<count]) == expected)
    }

    @Test("After logrotate has moved the file away a new one is begun")
    func followsRotation() throws {
        let worker = start()
        try bench.push(["1"], to: "log")
        try eventually("the first is written") { bench.directory.read("logs/out.log") == "1\n" }
        #expect(rename(settings.logfile, settings.logfile + ".1") == 0)
        try bench.push(["2"], to: "log")
        try eventually("the second is written") { bench.directory.read("logs/out.log") == "2\n" }
        #expect(truncate(settings.logfile, 0) == 0)
        try bench.push(["3"], to: "log")
        try eventually("the third is written") { bench.directory.read("logs/out.log") == "3\n" }
        try worker.end()
        #expect(bench.directory.read("logs/out.log.1") == "1\n")
    }

    @Test("What was written but not acknowledged is cut off at the start, and written again")
    func cutsUnacknowledged() throws {
        try bench.push(["1", "2"], to: "log")
        let first = start()
        try eventually("both are written") { try isDone() }
        try first.end()
        // As if the worker had written the next line, and half of another, and died before it could settle.
        try bench.push(["3", "4"], to: "log")
        let file = try #require(fopen(settings.logfile, "a"))
        fputs("3\n4", file)
        fclose(file)
        for _ in 1...2 { try bench.server.run("RPOPLPUSH", "log", "temp:logger_0") }
        let second = start()
        try eventually("all are written") { try isDone() }
        try second.end()
        #expect(bench.directory.read("logs/out.log") == "1\n2\n3\n4\n")
    }

    @Test("While the file cannot be written messages stay where they are")
    func waitsForTheDisk() throws {
        try bench.directory.write("", to: "blocked")
        let settings = FileLoggerSettings(listento: "log", logfile: bench.directory.file("blocked/out.log"))
        let worker = bench.start("logger_0") { FileLoggerWorker(settings, in: $0) }
        try bench.push(["1"], to: "log")
        try eventually("it waits") { worker.progress.snapshot.state.contains("cannot open: Not a directory") }
        #expect(try bench.depth("temp:logger_0") == 1)
        #expect(unlink(bench.directory.file("blocked")) == 0)
        try eventually("it goes on") { bench.directory.read("blocked/out.log") == "1\n" }
        try worker.end()
    }

    @Test("A Redis that was killed and forgot acknowledgements is told again, and no line is there twice")
    func redisForgets() throws {
        let worker = start()
        try bench.push((1...300).map(String.init), to: "log")
        try eventually("all are written") { try isDone() }
        // As if Redis had kept what it knew before the last hundred lines were acknowledged, and nothing since.
        let kept = try #require(bench.directory.read("logs/out.log")).split(separator: "\n").prefix(200)
        let size = kept.reduce(0) { $0 + $1.utf8.count + 1 }
        try bench.server.run("HSET", "written:test:\(settings.logfile)", "size", String(size))
        try bench.push((201...300).map(String.init), to: "temp:logger_0")
        try bench.server.run("CLIENT", "KILL", "TYPE", "normal")
        try bench.push(["301"], to: "log")
        try eventually("all are written again") { try isDone() }
        try worker.end()
        #expect(bench.directory.read("logs/out.log") == (1...301).map { "\($0)\n" }.joined())
    }
}
