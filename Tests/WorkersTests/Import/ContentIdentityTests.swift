import Digests
import PluginAPI
import SeededRandom
import Testing

@testable import Workers

/// How a content is known again.
struct ContentIdentityTests {
    @Test("A hash does not depend on the blocks, and every byte and the length count", arguments: 0..<40)
    func hash(_ length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let whole = Self.hash([bytes])
        for cut in 0...length { #expect(Self.hash([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole) }
        #expect(Self.hash([bytes + [0]]) != whole)
        for index in 0..<length {
            var other = bytes
            other[index] ^= 0x80
            #expect(Self.hash([other]) != whole)
        }
        #expect(ContentHash.Value(whole.description) == whole)
    }

    @Test(
        "Marks stand behind lines, do not depend on the blocks, and the last is in the last eighth or behind the last line"
    )
    func marks() {
        var random = SeededRandom(seed: 7)
        let lines = (0..<3_000).map { _ in String(repeating: "x", count: Int.random(in: 0...300, using: &random)) + "\n"
        }
        let text = Array(lines.joined().utf8)
        let whole = Self.scan(text, blocks: text.count)
        #expect(whole.marks.first?.offset == UInt64(lines[0].utf8.count))
        #expect(whole.marks.allSatisfy { text[Int($0.offset) - 1] == UInt8(ascii: "\n") })
        #expect((whole.marks.last?.offset ?? 0) > UInt64(text.count) * 8 / 9 - 301)
        #expect(whole.marks.count < 150)
        for block in [1, 7, 4_096] {
            let other = Self.scan(text, blocks: block)
            #expect(other.marks == whole.marks)
            #expect(other.hash.value == whole.hash.value)
            #expect(other.head == Array(text.prefix(256)))
        }
        for mark in whole.marks { #expect(Self.hash([Array(text[..<Int(mark.offset)])]) == mark.hash) }
        let wanted = [0, 1, 5_000, UInt64(text.count), UInt64(text.count) + 1]
        let found = Self.scan(text, blocks: 1_000, wanted: wanted).found
        #expect(Set(found.keys) == Set(wanted.dropLast()))
        for (offset, hash) in found { #expect(Self.hash([Array(text[..<Int(offset)])]) == hash) }
    }

    @Test("A checkpoint comes back from its fields")
    func checkpoint() throws {
        let scan = Self.scan(Array("one\ntwo\nthree\n".utf8), blocks: 5)
        let window = ImportWindow(since: .init(secondsSince1970: -5), until: .init(secondsSince1970: 1_718_454_907))
        var checkpoint = ImportCheckpoint(generation: "0123456789abcdef", window: window, path: "/var/log/a:b c")
        (checkpoint.offset, checkpoint.hash, checkpoint.marks) = (14, scan.hash.value, scan.marks)
        let fields = checkpoint.place.merging(checkpoint.fields(service: "s")) { $1 }
        let read = try #require(ImportCheckpoint(fields: fields))
        #expect(read.place == checkpoint.place)
        #expect(read.marks == scan.marks)
        #expect(read.window == window)
        #expect(
            ImportCheckpoint.key(service: "s", generation: read.generation, window: window)
                == "checkpoint:import:s:0123456789abcdef:1969-12-31T23:59:55Z..2024-06-15T12:35:07Z")
        #expect(ImportCheckpoint(fields: ["generation": "0123456789abcdef", "offset": "7"]) == nil)
    }

    private static func hash(_ blocks: [[UInt8]]) -> ContentHash.Value {
        var hash = ContentHash()
        for block in blocks { block.withUnsafeBytes { hash.append($0) } }
        return hash.value
    }

    private static func scan(_ text: [UInt8], blocks size: Int, wanted: [UInt64] = []) -> ContentScan {
        var scan = ContentScan(wanted: wanted)
        for start in stride(from: 0, to: text.count, by: size) {
            Array(text[start..<min(start + size, text.count)]).withUnsafeBytes { scan.append($0) }
        }
        return scan
    }
}
