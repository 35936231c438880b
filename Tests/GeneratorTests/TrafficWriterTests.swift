import Generator
import Glibc
import TestKit
import Testing

@Suite("TrafficWriter and loglines generate")
struct TrafficWriterTests {
    private func numbered() -> Traffic {
        var options = TrafficOptions(seed: 1)
        options.isNumbered = true
        return Traffic(options: options)
    }

    private func lineCount(_ text: String?) -> Int { (text ?? "").utf8.count { $0 == UInt8(ascii: "\n") } }

    @Test("appends so many lines, and makes directories that are missing")
    func count() throws {
        let directory = try TemporaryDirectory()
        for expected in [2_500, 5_000] {
            var writer = try TrafficWriter(traffic: numbered(), path: directory.file("a/b/access.log"))
            try writer.run(rate: 0, limit: 2_500) { false }
            #expect(lineCount(directory.read("a/b/access.log")) == expected)
        }
    }

    @Test("opens the file anew when it was rotated, and loses no line on the way")
    func rotation() throws {
        let directory = try TemporaryDirectory()
        var writer = try TrafficWriter(traffic: numbered(), path: directory.file("access.log"))
        var asked = 0
        try writer.run(rate: 0, limit: 6_000) {
            asked += 1
            if asked == 3 { rename(directory.file("access.log"), directory.file("access.log.1")) }
            return false
        }
        let old = directory.read("access.log.1") ?? ""
        let new = directory.read("access.log") ?? ""
        #expect(lineCount(old) == 2_000)
        #expect(lineCount(new) == 4_000)
        #expect(old.hasSuffix("\n") && new.hasSuffix("\n"))
    }

    @Test("stops when asked, after a whole line")
    func stops() throws {
        let directory = try TemporaryDirectory()
        var writer = try TrafficWriter(traffic: numbered(), path: directory.file("access.log"))
        var asked = 0
        try writer.run(rate: 0, limit: nil) {
            asked += 1
            return asked > 2
        }
        #expect(lineCount(directory.read("access.log")) == 2_000)
    }

    @Test(
        "a file that cannot be written is named",
        arguments: [
            ("/dev/null/x", "cannot open /dev/null/x: Not a directory"),
            ("/dev/full", "cannot write to /dev/full: No space left on device"),
        ])
    func errors(_ path: String, _ message: String) {
        let error = #expect(throws: GeneratorError.self) {
            var writer = try TrafficWriter(traffic: numbered(), path: path)
            try writer.run(rate: 0, limit: 10) { false }
        }
        #expect(error?.description == message)
    }

    @Test("a file that cannot be opened costs nobody the standard output")
    func keepsStandardOutput() {
        func standardOutput() -> [UInt64] {
            var status = stat()
            return fstat(STDOUT_FILENO, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : []
        }
        let before = standardOutput()
        #expect(throws: GeneratorError.self) { try TrafficWriter(traffic: numbered(), path: "/dev/null/x") }
        #expect(standardOutput() == before && !before.isEmpty)
    }

    @Test("the command ends on a signal, with status 0 and after a whole line", arguments: [SIGTERM, SIGINT])
    func signals(_ signal: Int32) throws {
        let directory = try TemporaryDirectory()
        let process = try ChildProcess(
            try builtProgram("loglines"),
            ["generate", "--output", directory.file("log"), "--rate", "5000", "--numbered"])
        try eventually("lines are written") { lineCount(directory.read("log")) > 500 }
        process.signal(signal)
        #expect(process.wait() == 0)
        #expect(directory.read("log")?.hasSuffix("\"\n") == true)
    }

    @Test("a signal in the middle of a line lets the line be ended")
    func signalWithinLine() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("fifo")
        try #require(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        // Nobody reads, so the command stands in a write once the pipe is full.
        let process = try ChildProcess(
            try builtProgram("loglines"), ["generate", "--rate", "0", "--numbered"], output: path)
        try eventually("the pipe is full") {
            var waiting: Int32 = 0
            return ioctl(reader, UInt(FIONREAD), &waiting) == 0 && waiting == 65_536
        }
        process.signal(SIGTERM)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        try eventually("it has ended and all is read") {
            let hasEnded = process.exit != nil
            while case let count = read(reader, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
            return hasEnded
        }
        #expect(process.wait() == 0)
        #expect(text.last == UInt8(ascii: "\n"))
    }

    @Test("the command keeps to its rate and its count, on standard output too")
    func command() throws {
        let directory = try TemporaryDirectory()
        let process = try ChildProcess(
            try builtProgram("loglines"), ["generate", "--rate", "500", "--count", "20", "--broken", "0"],
            output: directory.file("out"))
        #expect(process.wait() == 0)
        let lines = (directory.read("out") ?? "").split(separator: "\n")
        #expect(lines.count == 20)
        #expect(lines.allSatisfy { GeneratedLine(String($0)) != nil })
    }

    @Test("the command ends quietly when nobody reads any more")
    func brokenPipe() throws {
        let directory = try TemporaryDirectory()
        let script = "'\(try builtProgram("loglines"))' generate --rate 0 | head -n 3; echo \"${PIPESTATUS[0]}\""
        let process = try ChildProcess("/bin/bash", ["-c", script], output: directory.file("out"))
        #expect(process.wait() == 0)
        let lines = (directory.read("out") ?? "").split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.last == "0")
    }

    @Test(
        "wrong options are refused",
        arguments: [
            ["--rate", "-1"], ["--count", "-1"], ["--robots", "1.5"], ["--broken", "2"], ["--platform", "fedora"],
            ["--start", "2024-02-30T00:00:00Z"], ["--start", "yesterday"], ["--numbered", "--broken", "0.1"],
        ])
    func wrongUse(_ arguments: [String]) throws {
        let process = try ChildProcess(try builtProgram("loglines"), ["generate", "--count", "0"] + arguments)
        #expect(process.wait() == 64)
    }
}
