import PluginAPI
import SeededRandom
import Statistics
import Testing

@Suite("Sums in stores")
struct SumTests {
    private let stores = Stores()

    @Test(
        "Sums are what records come to, whatever order they come in, and whenever some are settled",
        arguments: StoreKind.allCases)
    func random(kind: StoreKind) throws {
        let records = RandomRecords(seed: 6, events: 1_500)
        #expect(records.doubles.count > 100)
        var random = SeededRandom(seed: 7)
        let store = try stores.make(kind).open()
        let batches = records.batches(of: 90, &random)
        for (index, batch) in batches.enumerated() {
            _ = try store.write(batch)
            // Some come again.
            if index % 5 == 4 { _ = try store.write(batches[index - 3]) }
            for _ in 0..<Int.random(in: 0...30, using: &random) { _ = try store.settleHour(window: 30) }
            if Bool.random(using: &random) { _ = try store.settlePeriod() }
        }
        try store.settle()
        #expect(try Counted(store).differences(from: records.counted) == [])
        let report = try store.check()
        #expect(report.problems == [] && report.unsettledHours == 0 && report.unsettledPeriods == 0)
    }
}
