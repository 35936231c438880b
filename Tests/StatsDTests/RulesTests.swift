import FoundationEssentials
import PluginTestKit
import SeededRandom
import TestKit
import Testing

@testable import StatsD

/// The same packets by our rules and by those of a Python script that was written from the reference server's rules alone.
@Suite(.enabled(if: PythonScript.isAvailable, "needs python3"))
struct RulesTests {
    /// A case for the script.
    private struct Case: Encodable {
        var options: ScriptOptions
        var intervals: [[String]]
    }

    @Test("The packets of the table, one by one")
    func table() throws {
        let options = StatsDOptions()
        try compare(PacketTable.all.map { ([[Array($0.packet.utf8)], []], options) })
    }

    @Test("The packets of the table, all in one server, with every choice of options")
    func allOptions() throws {
        let packets = PacketTable.all.map { Array($0.packet.utf8) }
        try compare(OptionChoices.all.map { ([packets, [], packets, Array(packets.prefix(20)), [], []], $0) })
    }

    @Test("Some thousands of packets, drawn by lot", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) throws {
        var packets = RandomPackets(seed: seed)
        try compare(
            OptionChoices.all.map { options in
                ((0..<5).map { _ in (0..<40).map { _ in packets.next() } }, options)
            })
    }

    @Test("Several shards give what one gives")
    func shards() {
        var packets = RandomPackets(seed: 4)
        // Sums of numbers that are no binary fractions depend on their order.
        let intervals = (0..<3).map { _ in (0..<300).map { _ in packets.next(isExact: true) } }
        let one = StatsDRun.flushes(intervals, StatsDOptions()).map { $0.sorted() }
        #expect(StatsDRun.flushes(intervals, StatsDOptions(), shards: 3).map { $0.sorted() } == one)
    }

    private func compare(_ cases: [(intervals: [[[UInt8]]], options: StatsDOptions)]) throws {
        let directory = try TemporaryDirectory()
        let encoder = JSONEncoder()
        let lines = try cases.map { intervals, options in
            // The script takes a character for a byte.
            let text = intervals.map { $0.map { String(String.UnicodeScalarView($0.map { Unicode.Scalar($0) })) } }
            return String(
                decoding: try encoder.encode(Case(options: ScriptOptions(options), intervals: text)), as: UTF8.self)
        }
        let file = try directory.write(lines.map { "\($0)\n" }.joined(), to: "cases")
        let told = try PythonScript.lines(of: "statsd_rules.py", file)
        #expect(told.count == cases.count)
        for (line, one) in zip(told, cases) {
            let expected = try JSONDecoder().decode([[String]].self, from: Data(line.utf8))
            let ours = StatsDRun.flushes(one.intervals, one.options)
            for (interval, (ours, expected)) in zip(ours, expected).enumerated() {
                for (one, other) in zip(ours, expected) where one != other {
                    Issue.record("interval \(interval): \(one) and not \(other)")
                    return
                }
                #expect(ours.count == expected.count)
            }
        }
    }
}
