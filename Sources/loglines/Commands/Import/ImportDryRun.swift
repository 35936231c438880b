import ArgumentParser
import Forwarding
import Glibc
import Inspection
import Queues
import Settings
import Workers

/// `--dry-run`: what would become of the lines, without Redis.
struct ImportDryRun {
    let plan: ImportPlan
    let files: [String]
    let rejects: ImportRejects?
    let meter: ImportMeter
    let stop: StopSignal

    /// Counts, and shows the counts as the ledger would.
    /// - Throws: `ExitCode.failure` when a file was not read to its end.
    func run(json: Bool) throws {
        let settings = plan.forwarder?.settings ?? ForwarderSettings(listento: plan.queue, endpointURL: "")
        var dryRun = DryRun(
            service: plan.service, framing: plan.framing, window: plan.window, maxline: plan.maxline, rejects: rejects,
            cores: plan.cores
        ) {
            Judge(ParserSet([plan.service: try plan.makeForwarderParser()]), OpenURLRenderer(settings))
        }
        var errors: [String] = []
        for path in files where !stop.isRequested {
            do {
                let file = try ImportSource.open(path, keptIn: nil) { stop.isRequested }.file
                defer { meter.ended(file) }
                try dryRun.run(file, isStopped: { stop.isRequested }) { meter.moved(file, $0) }
            } catch {
                errors.append("\(error)")
            }
        }
        if stop.isRequested { errors.append("stopped before the end") }
        meter.end()
        let entry = LedgerReport.Entry(dryRun.leaves, service: plan.service, queue: settings.listento)
        print(json ? self.json(dryRun, entry, errors).line : text(dryRun, entry))
        for error in errors where !json { printError(error) }
        if !errors.isEmpty { throw ExitCode.failure }
    }

    private func text(_ dryRun: DryRun, _ entry: LedgerReport.Entry) -> String {
        let table = LedgerText(showsDays: false, isFull: false, accepted: "would be sent").table(entry.total)
        var rows = ["\(plan.service), as \(forwarder); nothing was sent or queued", table]
        if dryRun.passedOver > 0 { rows.append("\(dryRun.passedOver) lines of other times passed over") }
        if dryRun.rejected > 0 {
            rows.append("\(dryRun.rejected) lines rejected\(rejects == nil ? " (--rejects FILE writes them)" : "")")
        }
        if plan.keepsDoubleClicksBack {
            rows.append("double clicks are among what would be sent: they are found later")
        }
        return rows.joined(separator: "\n")
    }

    private var forwarder: String {
        plan.forwarder.map { "\($0.name) would decide" }
            ?? "a pirus2 worker would decide (none takes from \(plan.queue))"
    }

    private func json(_ dryRun: DryRun, _ entry: LedgerReport.Entry, _ errors: [String]) -> JSONText {
        .object([
            ("service", .text(plan.service)), ("queue", .text(plan.queue)), ("dry_run", .bool(true)),
            ("forwarder", .optional(plan.forwarder?.name)), ("would_send", .number(entry.total.count(.delivered))),
            ("rejected", .number(dryRun.rejected)), ("passed_over", .number(dryRun.passedOver)),
            ("milliseconds", .number(Int(meter.seconds * 1_000))),
            ("ledger", LedgerReport([entry]).json(entry)), ("errors", .array(errors.map { .text($0) })),
        ])
    }
}
