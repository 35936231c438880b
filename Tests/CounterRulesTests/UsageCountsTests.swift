import CounterRules
import PluginAPI
import PluginTestKit
import Testing

/// The worked examples of usage-protocols.md, section 2.6, and vector R1.
@Suite("COUNTER's metrics")
struct UsageCountsTests {
    @Test(arguments: CounterExample.all)
    func workedExample(_ example: CounterExample) {
        let survivors = UsageCounts.survivors(of: example.hits)
        #expect(survivors.map { String($0.time.rfc3339.dropFirst(11).dropLast()) } == example.kept)
        let counts = UsageCounts(survivors)
        #expect(
            [
                counts.totalItemInvestigations, counts.uniqueItemInvestigations, counts.totalItemRequests,
                counts.uniqueItemRequests,
            ] == example.counts)
    }

    /// A1: the audit's figures (Code of Practice, appendix E.2.3).
    @Test func auditPattern() {
        let pairs = (0..<30).flatMap { item -> [CounterHit] in
            let second = item < 15 ? "20" : "45"
            return [CounterExample.hit("R 10:01:00 i=\(item)"), CounterExample.hit("R 10:01:\(second) i=\(item)")]
        }
        let counts = UsageCounts(UsageCounts.survivors(of: pairs))
        #expect(counts.totalItemRequests == 45)
        #expect(counts.uniqueItemRequests == 30)
    }
}
