import ArgumentParser
import Glibc
import Inspection
import RedisClient
import Settings
import Workers

/// An import into a queue.
struct ImportIntoQueue {
    let plan: ImportPlan
    let files: [String]
    let rate: Double
    let rejects: ImportRejects?
    let meter: ImportMeter
    let stop: StopSignal

    /// Imports, and tells what became of each file.
    /// - Throws: `ExitCode.failure` when a file was not imported to its end.
    func run(_ address: RedisAddress, json: Bool) throws {
        let client = RedisClient(address, pause: stop.pause) { [meter] event in
            if case .lost(let error) = event { meter.say("waiting: \(error)") }
        }
        var options = QueueImporter.Options(service: plan.service, queue: plan.queue)
        (options.window, options.maxline, options.rate) = (plan.window, plan.maxline, rate)
        options.framing = plan.framing
        options.maxlength = plan.redis.maxlength
        options.follower = plan.follower
        let importer = QueueImporter(
            client, options, parser: plan.parser, rejects: rejects, pause: stop.pause, report: meter.show)
        let run = ImportRun(
            plan: plan, files: files, meter: meter, stop: stop, what: "lines imported into \(plan.queue)",
            isSilent: json)
        let results = run.run(importer.run)
        meter.end()
        if json { print(self.json(results).line) }
        if stop.isRequested || results.contains(where: { $0.error != nil }) { throw ExitCode.failure }
    }

    private func json(_ results: [ImportRun.Result]) -> JSONText {
        .object([
            ("service", .text(plan.service)), ("queue", .text(plan.queue)), ("dry_run", .bool(false)),
            ("imported", results.sum(\.imported)), ("rejected", results.sum(\.rejected)),
            ("passed_over", results.sum(\.passedOver)), ("milliseconds", .number(Int(meter.seconds * 1_000))),
            ("files", results.json),
        ])
    }
}
