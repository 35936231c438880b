import Glibc
import TestKit
import Testing

@testable import Graphite

struct SpoolTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func spool(_ limit: Int = 1 << 20) throws -> Spool {
        try Spool(folder: directory.file("deep/er/spool"), limit: limit)
    }

    private func text(_ part: Spool.Part?) -> String? { part.map { String(decoding: $0.lines, as: UTF8.self) } }

    @Test func linesComeOutInOrderAndOnce() throws {
        var spool = try spool()
        #expect(try spool.append(Array("a 1 1\nb 2 1\n".utf8)) == 0)
        #expect(try spool.append(Array("c 3 2\n".utf8)) == 0)
        let first = try #require(try spool.oldest(7))
        #expect(text(first) == "a 1 1\n")
        try spool.confirm(upTo: first.end)
        #expect(text(try spool.oldest(100)) == "b 2 1\nc 3 2\n")
        #expect(spool.count == 12)
    }

    @Test func aLineLongerThanAPartComesWhole() throws {
        var spool = try spool()
        _ = try spool.append(Array("\(String(repeating: "x", count: 500)) 1 1\n".utf8))
        #expect(try spool.oldest(10)?.lines.count == 505)
    }

    @Test func whatIsNotSentIsThereAfterARestart() throws {
        var first = try spool()
        _ = try first.append(Array("a 1 1\nb 2 1\n".utf8))
        let part = try #require(try first.oldest(6))
        try first.confirm(upTo: part.end)
        var second = try spool()
        #expect(text(try second.oldest(100)) == "b 2 1\n")
        _ = try second.append(Array("c 3 2\n".utf8))
        try second.confirm(upTo: try #require(try second.oldest(100)).end)
        var third = try spool()
        #expect(try third.oldest(100) == nil)
        _ = try third.append(Array("d 4 3\n".utf8))
        #expect(text(try third.oldest(100)) == "d 4 3\n")
        // Files of what was sent are gone.
        #expect(shell("ls deep/er/spool | wc -l", in: directory).output == "2\n")
    }

    @Test func aLineThatWasBeingWrittenIsCutOff() throws {
        var first = try spool()
        _ = try first.append(Array("a 1 1\n".utf8))
        #expect(shell("printf 'b 2' >> deep/er/spool/000*", in: directory).code == 0)
        var second = try spool()
        _ = try second.append(Array("c 3 2\n".utf8))
        #expect(text(try second.oldest(100)) == "a 1 1\nc 3 2\n")
    }

    @Test func theOldestGoWhereThereIsNoRoom() throws {
        var spool = try spool(80)
        var dropped = 0
        for number in 10..<40 { dropped += try spool.append(Array("m \(number) 1\n".utf8)) }
        #expect(spool.count <= 80)
        let left = try #require(text(try spool.oldest(100)))
        #expect(left.hasPrefix("m \(10 + dropped) 1\n"))
        var all = ""
        while let part = try spool.oldest(100) {
            all += String(decoding: part.lines, as: UTF8.self)
            try spool.confirm(upTo: part.end)
        }
        #expect(all == (10 + dropped..<40).map { "m \($0) 1\n" }.joined())
        #expect(dropped > 15)
    }

    @Test func aFileThatSomebodyRemovedIsPassedOver() throws {
        var spool = try spool(80)
        for number in 10..<16 { _ = try spool.append(Array("m \(number) 1\n".utf8)) }
        #expect(shell("rm deep/er/spool/00000000000000000000", in: directory).code == 0)
        let rest = try #require(text(try spool.oldest(100)))
        #expect(rest.hasPrefix("m 1") && !rest.contains("m 10 "))
    }
}
