import ArgumentParser
import Decompression
import Glibc
import Inspection
import PluginAPI
import RedisClient
import Settings
import Workers

/// An import into a queue, file after file.
struct ImportRun {
    let plan: ImportPlan
    let files: [String]
    let rate: Double
    let rejects: ImportRejects?
    let meter: ImportMeter
    let stop: StopSignal
    /// The folder for what comes through a pipe.
    let spool: String

    /// A file with what became of it.
    private struct Result {
        let file: String
        var outcome = QueueImporter.Outcome()
        var error: String?
    }

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
        options.follower = { [plan] path in
            plan.followers.first { $0.patterns.contains { fnmatch($0, path, FNM_PATHNAME) == 0 } }?.section
        }
        let importer = QueueImporter(client, options, parser: plan.parser, rejects: rejects, pause: stop.pause) {
            [meter] event in
            switch event {
            case .looking(let file): meter.looking(file)
            case .moved(let file, let lines): meter.moved(file, lines)
            case .waiting(let reason): meter.waiting(reason)
            }
        }
        var results: [Result] = []
        for file in files where !stop.isRequested {
            var result = Result(file: file)
            do {
                try run(importer, file, &result.outcome)
            } catch is RedisClient.Stopped {
                result.error = "\(file): stopped; the same command goes on from here"
            } catch {
                result.error = "\(error)"
            }
            results.append(result)
            if !json { show(result) }
        }
        meter.end()
        if json { print(self.json(results).line) }
        if stop.isRequested || results.contains(where: { $0.error != nil }) { throw ExitCode.failure }
    }

    private func run(_ importer: QueueImporter, _ path: String, _ outcome: inout QueueImporter.Outcome) throws {
        let opened = try ImportSource.open(path, keptIn: spool) { stop.isRequested }
        defer { meter.ended(opened.file) }
        guard !stop.isRequested else { throw RedisClient.Stopped() }
        try importer.run(opened.file, path: absolute(path), isComplete: opened.isComplete, outcome: &outcome)
    }

    private func absolute(_ path: String) -> String {
        guard path != "-", let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private func show(_ result: Result) {
        meter.end()
        let outcome = result.outcome
        var parts = ["\(outcome.imported) lines imported into \(plan.queue)"]
        if outcome.knownBytes > 0 { parts.append("known before: \(outcome.knownBytes) bytes") }
        if outcome.passedOver > 0 { parts.append("\(outcome.passedOver) lines of other times or known") }
        if outcome.rejected > 0 { parts.append("\(outcome.rejected) rejected") }
        if outcome.unfinishedBytes > 0 {
            let what =
                plan.framing == .lines
                ? "without a line end left, in case the line grows" : "of an unfinished block left, in case it grows"
            parts.append("\(outcome.unfinishedBytes) bytes \(what) (import - <FILE takes them)")
        }
        if let cut = outcome.cutLine {
            parts.append("the line at byte \(cut) had been imported before it was complete")
        }
        if outcome.imported > 0 || result.error == nil { print("\(result.file): \(parts.joined(separator: "; "))") }
        if let error = result.error { printError(error) }
    }

    private func json(_ results: [Result]) -> JSONText {
        func sum(_ count: KeyPath<QueueImporter.Outcome, Int>) -> JSONText {
            .number(results.reduce(0) { $0 + $1.outcome[keyPath: count] })
        }
        return .object([
            ("service", .text(plan.service)), ("queue", .text(plan.queue)), ("dry_run", .bool(false)),
            ("imported", sum(\.imported)), ("rejected", sum(\.rejected)), ("passed_over", sum(\.passedOver)),
            ("milliseconds", .number(Int(meter.seconds * 1_000))), ("files", .array(results.map(json))),
        ])
    }

    private func json(_ result: Result) -> JSONText {
        let outcome = result.outcome
        let cutLine: JSONText = outcome.cutLine.map { .number(Int(clamping: $0)) } ?? .null
        return .object([
            ("file", .text(result.file)), ("generation", .optional(outcome.generation)),
            ("imported", .number(outcome.imported)), ("rejected", .number(outcome.rejected)),
            ("passed_over", .number(outcome.passedOver)), ("known_bytes", .number(Int(clamping: outcome.knownBytes))),
            ("unfinished_bytes", .number(outcome.unfinishedBytes)), ("cut_line", cutLine),
            ("error", .optional(result.error)),
        ])
    }
}
