import ArgumentParser
import CounterRules
import Digests
import Glibc
import Inspection
import PluginAPI
import Queues
import RedisClient
import Statistics
import Workers

/// `--direct`: an import straight into the statistics store.
struct ImportIntoStore {
    let plan: ImportPlan
    let files: [String]
    let rate: Double
    let rejects: ImportRejects?
    let meter: ImportMeter
    let stop: StopSignal

    /// Imports, tells what became of each file, and shows the counts as the ledger would.
    /// - Throws: `ExitCode.failure` when a file was not imported to its end; `StoreError` when the store cannot be used, and
    ///   `PluginError` when the service's options cannot.
    func run(_ store: any EventStore, json: Bool) throws {
        // Said now, and not waited for: somebody sits there.
        try store.migrate()
        let address = RedisAddress(plan.redis)
        let isThere = isThere(address)
        let shared = try plan.recording.shared(addressKeys: isThere ? sharedKeys(address) : RandomKeys().key)
        let direct = try DirectLookup(userAgent: "loglines/\(version)")
        let client = RedisClient(address, pause: stop.pause) { [meter] event in
            if case .lost(let error) = event { meter.say("waiting: \(error)") }
        }
        let importer = StoreImporter(
            store, options, queues: isThere ? client : nil, rejects: rejects,
            lookUp: { direct.bring($0, to: shared.resolvers.lookups) }, pause: stop.pause, report: meter.show
        ) { [plan] in try plan.recording.make(shared) }
        let run = ImportRun(
            plan: plan, files: files, meter: meter, stop: stop, what: "records new in \(store.name)", isSilent: json)
        let results = run.run(importer.run)
        var errors: [String] = []
        do {
            if !stop.isRequested { try importer.settle(window: DoubleClicks.window) }
        } catch is RedisClient.Stopped {
            errors.append("stopped while double clicks were looked for; reports do the rest")
        } catch {
            errors.append("\(error)")
        }
        meter.end()
        let entry = LedgerReport.Entry(importer.leaves, service: plan.service, queue: store.name)
        if json {
            print(self.json(results, entry, store.name, errors).line)
        } else {
            if entry.total.read > 0 { print(LedgerText(showsDays: false, isFull: false).table(entry.total)) }
            for error in errors { printError(error) }
        }
        if stop.isRequested || !errors.isEmpty || results.contains(where: { $0.error != nil }) {
            throw ExitCode.failure
        }
    }

    private var options: StoreImporter.Options {
        var options = StoreImporter.Options(service: plan.service)
        (options.window, options.maxline, options.rate) = (plan.window, plan.maxline, rate)
        (options.framing, options.cores, options.follower) = (plan.framing, plan.cores, plan.follower)
        return options
    }

    /// Whether the Redis answers that has the keys for addresses. If not, it is said what that means.
    private func isThere(_ address: RedisAddress) -> Bool {
        do {
            _ = try RedisConnection(address).run(RedisCommand("PING"))
            return true
        } catch {
            meter.say(
                """
                \(error): clients' addresses are hashed with keys of this run alone, so sessions and double clicks that other \
                runs or recorders have a part of are not joined; what tails and queues have had is not known
                """)
            return false
        }
    }

    private func sharedKeys(_ address: RedisAddress) -> @Sendable (AddressKey) throws -> [UInt8] {
        SharedAddressKeys(address, stop: stop) { event in
            if case .lost(let error) = event { printError("waiting: \(error)") }
        }.key
    }

    private func json(
        _ results: [ImportRun.Result], _ entry: LedgerReport.Entry, _ store: String, _ errors: [String]
    ) -> JSONText {
        .object([
            ("service", .text(plan.service)), ("database", .text(store)), ("dry_run", .bool(false)),
            ("imported", results.sum(\.imported)), ("known", results.sum(\.known)),
            ("rejected", results.sum(\.rejected)), ("passed_over", results.sum(\.passedOver)),
            ("milliseconds", .number(Int(meter.seconds * 1_000))), ("files", results.json),
            ("ledger", LedgerReport([entry]).json(entry)), ("errors", .array(errors.map { .text($0) })),
        ])
    }
}

extension LedgerReport.Entry {
    /// The ledger of lines that have all ended.
    init(_ leaves: [LogDay: [Leaf: Int]], service: String, queue: String) {
        let all = leaves.values.reduce(into: [Leaf: Int]()) { $0.merge($1) { $0 + $1 } }
        self.init(
            total: Ledger(service: service, queue: queue, leaves: all),
            days: leaves.sorted { $0.key < $1.key }.map { day, leaves in
                (day: day, ledger: Ledger(service: service, queue: queue, leaves: leaves))
            })
    }
}
