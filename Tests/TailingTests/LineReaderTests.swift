import Glibc
import TestKit
import Testing

@testable import Tailing

@Suite struct LineReaderTests {
    @Test(arguments: [
        ("", []), ("a", []), ("a\n", ["a"]), ("a\nb", ["a"]), ("a\r\nb\r\n", ["a", "b"]), ("\n\n", ["", ""]),
        ("\r\n", [""]), ("a\rb\n", ["a\rb"]), ("a\r\r\n", ["a\r"]), ("\0\0a\n", ["a"]), ("a\n\0\0\0b\n", ["a", "b"]),
        ("a\n\0\0", ["a"]), ("a\0b\n", ["a\0b"]), ("ä\n", ["ä"]),
    ])
    func linesEndWithANewline(text: String, lines: [String]) throws {
        let scene = try Scene()
        try scene.append(text)
        try scene.read()
        #expect(scene.lines == lines)
    }

    @Test func offsetsPointAtTheLines() throws {
        let scene = try Scene()
        let text = "one\r\ntwo\n\n\0\0\0three\n"
        try scene.append(text)
        try scene.read()
        let offsets = scene.sink.contents.entries.compactMap { Int($0.id.split(separator: ":")[1]) }
        #expect(offsets == [0, 5, 9, 13])
    }

    @Test func batchesAreBounded() throws {
        let scene = try Scene { $0.batchLines = 10 }
        try scene.append((0..<95).map { "\($0)\n" }.joined())
        try scene.read()
        #expect(scene.lines == (0..<95).map { "\($0)" })
        // The checkpoint of the first start, and ten batches.
        #expect(scene.sink.pushes == 11)
    }

    @Test func batchesAreBoundedInBytes() throws {
        let scene = try Scene { $0.batchBytes = 4096 }
        let lines = (0..<400).map { "\($0) " + String(repeating: "x", count: 9000) }
        try scene.append(lines.map { $0 + "\n" }.joined())
        try scene.read()
        #expect(scene.lines == lines)
        #expect(scene.sink.pushes > 10)
    }

    @Test func longLinesComeWholeAndMarked() throws {
        let scene = try Scene { $0.maxline = 1000 }
        let lengths = [999, 1000, 1001, 300_000, 5_000_000, 3]
        let lines = lengths.map { String(repeating: "y", count: $0) }
        try scene.append(lines.map { $0 + "\r\n" }.joined())
        try scene.read()
        #expect(scene.lines == lines)
        #expect(scene.sink.contents.entries.map(\.isTooLong) == lengths.map { $0 > 1000 })
    }

    @Test func aLineOfFifteenMebibytesIsWhole() throws {
        let scene = try Scene()
        try scene.append(String(repeating: "y", count: 15 << 20) + "\n")
        try scene.read()
        #expect(scene.lines.map(\.utf8.count) == [15 << 20])
    }

    @Test func aLineWithoutEndComesInPieces() throws {
        let most = 600_000
        let scene = try Scene { $0.longest = most }
        try scene.append(String(repeating: "z", count: 2 * most + 5))
        try scene.read()
        #expect(scene.lines.map(\.utf8.count) == [most, most])
        try scene.append("\nnext\n")
        try scene.read()
        #expect(scene.lines.map(\.utf8.count) == [most, most, 5, 4])
        #expect(scene.sink.contents.entries.map(\.isTooLong) == [true, true, false, false])
    }

    @Test func aSparseHoleOfAGigabyteIsPassedOver() throws {
        let scene = try Scene()
        try scene.append("before\n")
        #expect(truncate(scene.path("access.log"), 1 << 30) == 0)
        try scene.read()
        #expect(scene.lines == ["before"])
        try scene.append("after\n")
        try scene.read()
        #expect(scene.lines == ["before", "after"])
        #expect(scene.sink.contents.entries.last?.id.hasSuffix(":\(1 << 30)") == true)
    }

    @Test(arguments: [
        ("", 0), ("half", 0), ("a\n", 2), ("a\nhalf", 2), (String(repeating: "x", count: 70_000) + "\nhalf", 70_001),
        ("a\n" + String(repeating: "x", count: 200_000), 2),
    ])
    func aFirstStartAtTheEndLeavesHalfLinesWhole(text: String, offset: UInt64) throws {
        let scene = try Scene { $0.start = .end }
        try scene.append(text)
        try scene.read()
        #expect(scene.lines == [])
        #expect(scene.set.files.first?.position?.offset == offset)
        try scene.append(" and rest\n")
        try scene.read()
        #expect(scene.lines.count == 1)
    }
}
