import Glibc
import PluginAPI
import TestKit
import Testing

@testable import Workers

@Suite("The send journal's files")
struct JournalFileTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("w_0.log") }

    init() throws { directory = try TemporaryDirectory() }

    private func lines(_ name: String = "w_0.log") throws -> [String] {
        var lines: [String] = []
        try JournalLines.read(directory.file(name)) { _, line in lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    private let line = "2026-11-21T13:00:00.123Z accepted 0123456789abcdef:4711"

    @Test("Half a line at the end is passed over, and does not spoil the next")
    func tornLine() throws {
        for cut in [1, 10, 24, 30, 40, line.count - 1, line.count] {
            try directory.write("\(line)\n\(line.prefix(cut))", to: "w_0.log")
            #expect(try lines() == [line])
            var file = JournalFile(path: path)
            try file.append(Array("\(line)\n".utf8))
            #expect(try lines() == [line, line], "cut at \(cut)")
        }
    }

    @Test("Lines longer than what is read at once, and a file that is not there")
    func reading() throws {
        #expect(try lines() == [])
        try directory.write((line + "\n") + String(repeating: "x", count: 600_000) + "\n\(line)\n", to: "w_0.log")
        #expect(try lines() == [line, line])
    }

    @Test("A new file is begun with what is open; nine older ones are kept")
    func rotation() throws {
        var file = JournalFile(path: path)
        for number in 1...12 {
            try file.begin(with: Array("\(line)\(number)\n".utf8))
            try file.append(Array("\(line)\(number)x\n".utf8))
        }
        #expect(try lines() == ["\(line)12", "\(line)12x"])
        #expect(try lines("w_0.log.9") == ["\(line)3", "\(line)3x"])
        #expect(directory.read("w_0.log.10") == nil && directory.read("w_0.log.new") == nil)
        #expect(file.size == 2 * line.utf8.count + 7)
        #expect(!file.isMoved)
        #expect(unlink(path) == 0)
        #expect(file.isMoved)
        try file.begin(with: Array("\(line)\n".utf8))
        #expect(try lines() == [line])
        #expect(try lines("w_0.log.9") == ["\(line)3", "\(line)3x"], "what somebody moved away is not moved again")
    }

    @Test("A death while a new file was begun loses nothing")
    func recovery() throws {
        try directory.write("\(line)\n", to: "w_0.log.new")
        try JournalFile(path: path).recover()
        #expect(try lines() == [line])
        try directory.write("\(line)x\n", to: "w_0.log.new")
        try JournalFile(path: path).recover()
        #expect(try lines() == [line], "the older file has all, the newer one may be half written")
    }

    @Test("A full disk is an error in one line")
    func fullDisk() throws {
        var file = JournalFile(path: "/dev/full")
        let error = #expect(throws: FileError.self) { try file.append(Array("\(line)\n".utf8)) }
        #expect(error?.description == "/dev/full: cannot write: No space left on device")
    }

    @Test("What was accepted just before a process ended is found, however long ago that was")
    func recentAnswers() throws {
        func name(_ item: Int) -> String { "0123456789abcdef:\(item)" }
        let older = ["59:50.000Z started pid=1", "59:54.999Z accepted \(name(1))", "59:58.000Z accepted \(name(2))"]
        let last = [
            "59:50.000Z sent \(name(9)) try=1", "59:59.500Z started pid=1", "59:59.900Z accepted \(name(3))",
            "59:59.950Z accepted stranger#00", "59:60.000Z settled", "59:60.100Z sent half",
        ]
        func text(_ lines: [String]) -> String { lines.map { "2026-11-21T12:\($0)\n" }.joined() }
        try directory.write(text(older), to: "w_0.log.1")
        try directory.write(text(last) + "2026-11-22T15:00:00.000Z started pid=2\n", to: "w_0.log")
        let recent = RecentAnswers(folder: JournalFolder(path: directory.path))
        func found(before limit: String?) throws -> Set<SourcePosition> {
            let limit = limit.flatMap { JournalTime(Array("2026-11-21T12:\($0)".utf8)[...]) }
            return Set(try recent.accepted(by: "w_0", before: limit, memory: .seconds(5)))
        }
        func positions(_ items: Int...) -> Set<SourcePosition> { Set(items.compactMap { SourcePosition(name($0)) }) }
        #expect(try found(before: nil) == positions(2, 3))
        #expect(try found(before: "59:59.999Z") == positions(1, 2, 3))
        #expect(try found(before: "59:40.000Z") == positions(1, 2, 3))
        #expect(
            try RecentAnswers(folder: JournalFolder(path: "/none")).accepted(by: "w", before: nil, memory: .zero) == [])
    }

    @Test("A sibling's file is looked into once it is no longer written to, and again when it has changed")
    func restingSiblings() throws {
        let name = SendName(read: Array("0123456789abcdef:1".utf8))
        var book = DoubtBook(JournalFolder(path: directory.path), worker: "w_0")
        func look() throws -> Int {
            try book.readSiblings(onlyResting: true)
            return book.doubts(of: name).count
        }
        #expect(try look() == 0)
        try directory.write("2026-11-21T13:00:00.123Z started pid=1\n", to: "w_1.log")
        #expect(try look() == 0)
        try directory.write("2026-11-21T13:00:00.123Z sent \(name) try=1\n", to: "w_1.log")
        #expect(try look() == 0, "it has just been written to")
        #expect(try look() == 1)
        #expect(unlink(directory.file("w_1.log")) == 0)
        #expect(try look() == 0 && book.isEmpty)
    }

    @Test("Workers have files of safe names, and know their siblings")
    func names() throws {
        let folder = JournalFolder(path: directory.path)
        #expect(folder.file(of: "a/../é:pirus2_0") == directory.file("a%2F..%2F%C3%A9%3Apirus2_0.log"))
        #expect(folder.file(of: ".x") == directory.file("%2Ex.log"))
        for worker in ["pirus2_0", "pirus2_1", "h:pirus2_0", "h:pirus2_1", "other_0", "pirus2.log_0", "pirus2"] {
            try directory.write("", to: String(folder.file(of: worker).split(separator: "/").last ?? ""))
        }
        try directory.write("", to: "pirus2_12.log.3")
        try directory.write("", to: "pirus2_7.log.new")
        #expect(try folder.workers().count == 8)
        #expect(try !folder.siblings(of: "pirus2_0").contains("pirus2_0"))
        #expect(try folder.siblings(of: "pirus2_0").count == 7)
        #expect(JournalFolder(of: "a/b", in: "/j").path == "/j/a%2Fb")
        #expect(try JournalFolder(path: directory.file("none")).workers() == [])
    }
}
