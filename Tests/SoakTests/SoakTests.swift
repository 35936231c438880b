import Glibc
import TestKit
import Testing

/// Everything at once: numbered lines go through a whole system while chance injects every fault that it promises to bear;
/// then every number must be accounted for. `make soak` is the long form.
struct SoakTests {
    @Test("Under faults at random nothing is lost, nothing is doubled, and every duplicate at the tracker is explained")
    func soak() throws {
        let options = SoakOptions()
        print("soak: \(Int(options.seconds)) s, LOGLINES_SOAK_SEED=\(options.seed)")
        // Should the test be killed, the seed must have been seen.
        fflush(nil)
        let plant = try Plant(seconds: options.seconds, seed: options.seed)
        var script = FaultScript(plant, seed: options.seed, only: options.only)
        try plant.start()
        plant.writer.start()
        do {
            // What is rotated away before the tail first sees its log is not the tail's.
            try plant.awaitFirstLines()
            try script.run(seconds: options.seconds)
            try plant.writer.stop()
            try Rest(plant).come()
        } catch {
            let report = Report(script: script, seed: options.seed)
            Issue.record("\(error)\n\(report.history)\n\(plant.picture)")
            print(report.table)
            return
        }
        try conclude(plant, Report(script: script, seed: options.seed))
    }

    private func conclude(_ plant: Plant, _ report: Report) throws {
        let accounts = Accounts(plant)
        let bound = DuplicateBound(plant)
        let journal = SendJournal(plant)
        print(
            """
            \(report.table)

            lines written           \(accounts.written), for the tracker \(accounts.uses)
            lost                    \(accounts.lost.count)
            doubled in logs         \(accounts.doubled.count)
            never sent              \(accounts.unsent.count)
            duplicates at tracker   \(accounts.duplicates), at most \(bound)
            forwarders killed       \(plant.forwarderDeaths)
            send journal            \(journal.map { "\($0.sends.count) messages" } ?? "SKIPPED: there is none")
            """)
        for ending in plant.unexpectedEndings { print("ended by itself: \(ending)") }
        let history = Comment(rawValue: report.history)
        #expect(accounts.lost == [], history)
        #expect(accounts.doubled == [], history)
        #expect(accounts.strange == [], history)
        #expect(accounts.unsent == [], history)
        #expect(accounts.foreign == [], history)
        #expect(accounts.duplicates <= bound.total, history)
        if let journal { #expect(journal.explains(plant.tracker.seen.taken), history) }
        // LEDGER: here `loglines ledger --json` is to close, once there is one: lines read == accounts.written, accepted +
        // not eligible == lines read, and nothing waits.
    }
}
