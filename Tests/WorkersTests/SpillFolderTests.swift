import Glibc
import TestKit
import Testing

@testable import Workers

@Suite("Messages on disk")
struct SpillFolderTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("a/b/spill")
    }

    /// Any bytes, none included, newlines and what looks like a record.
    private let messages: [[UInt8]] = [
        Array("{\"a\": 1}".utf8), [], [10, 10, 0, 255], Array("3\nabc\n".utf8), Array(repeating: 10, count: 300_000),
    ]

    private func read(_ folder: SpillFolder, _ size: Int, from start: Int = 0) throws -> [[UInt8]] {
        var (read, found) = (start, [[UInt8]]())
        while read < size {
            let batch = try folder.read(from: read, to: size, 2)
            #expect(batch.missing == 0)
            (read, found) = (batch.end, found + batch.messages)
        }
        return found
    }

    @Test("Messages come back as they went in, also after a restart, from any place")
    func roundTrip() throws {
        var folder = SpillFolder(path: path)
        try folder.cut(to: 0)
        let middle = try folder.append(messages, at: 0)
        let end = try folder.append(messages.reversed(), at: middle)
        #expect(try read(folder, end) == messages + messages.reversed())
        var other = SpillFolder(path: path)
        try other.cut(to: end)
        #expect(try read(other, end, from: middle) == messages.reversed())
    }

    @Test("What was not acknowledged is cut off at the start, and written over")
    func cuts() throws {
        var folder = SpillFolder(path: path)
        let first = try folder.append([[1]], at: 0)
        _ = try folder.append([[2], [3]], at: first)
        let second = try folder.append([[4]], at: first)
        #expect(try read(folder, second) == [[1], [4]])
        var other = SpillFolder(path: path)
        try other.cut(to: first)
        #expect(try other.append([[5]], at: first) == second)
        #expect(try read(other, second) == [[1], [5]])
        try other.cut(to: 0)
        #expect(try SpillFiles.names(in: path) == [])
    }

    @Test("Files whose messages all came back are removed after a while, and none before")
    func retires() throws {
        var folder = SpillFolder(path: path)
        let first = try folder.append([[1]], at: 0)
        folder.retire(upTo: first, of: first)
        let second = try folder.append([[2]], at: first)
        try folder.sweep(after: .seconds(60))
        #expect(try SpillFiles.names(in: path).count == 2)
        // Redis was killed and has forgotten all but the first.
        var other = SpillFolder(path: path)
        try other.cut(to: first)
        #expect(try read(other, first) == [[1]])
        _ = try other.append([[2]], at: first)
        other.retire(upTo: first, of: second)
        try other.sweep(after: .zero)
        #expect(try read(other, second, from: first) == [[2]])
    }

    @Test("A file that an append made and could not fill is not removed once it is filled")
    func failedAppend() throws {
        var folder = SpillFolder(path: path)
        let first = try folder.append([[1]], at: 0)
        folder.retire(upTo: first, of: first)
        _ = try folder.append([[2]], at: first)
        folder.retire(upTo: first, of: first)
        let second = try folder.append([[3]], at: first)
        try folder.sweep(after: .zero)
        #expect(try read(folder, second, from: first) == [[3]])
    }

    @Test("What somebody has removed or cut is told, and what follows is read; nonsense is an error")
    func missing() throws {
        var folder = SpillFolder(path: path)
        let first = try folder.append([[1]], at: 0)
        let second = try folder.append([[2, 2]], at: first)
        let file = "\(path)/\(try #require(try SpillFiles.names(in: path).first))"
        #expect(truncate(file, off_t(first + 1)) == 0)
        // What is not as long as it should be is not added to: a hole would be there.
        let third = try folder.append([[3]], at: second)
        #expect(try folder.read(from: 0, to: third, 9) == .init(messages: [[1]], end: first))
        #expect(try folder.read(from: first, to: third, 9) == .init(end: second, missing: second - first))
        #expect(try folder.read(from: second, to: third, 9) == .init(messages: [[3]], end: third))
        #expect(unlink(file) == 0)
        #expect(try folder.read(from: 0, to: third, 9) == .init(end: second, missing: second))
        var other = SpillFolder(path: path)
        try other.cut(to: third)
        #expect(try other.read(from: 0, to: third, 9) == .init(end: second, missing: second))
        #expect(throws: FileError.self) { try folder.read(from: second + 1, to: third, 9) }
    }

    @Test(
        "Names of workers and queues are names of folders",
        arguments: [
            ("broker_0", "broker_0"), ("web1:broker_0", "web1%3Abroker_0"), ("../é", "%2E.%2F%C3%A9"), ("%41", "%2541"),
        ])
    func names(name: String, folder: String) {
        #expect(SpillPath.encoded(name) == folder)
        #expect(SpillPath.decoded(folder) == name)
    }

    @Test("Other folders are nobody's", arguments: [".x", "%4", "a%3", "%zz", "%41", "a b"])
    func foreign(folder: String) { #expect(SpillPath.decoded(folder) == nil) }
}
