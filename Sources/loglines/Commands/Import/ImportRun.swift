import ArgumentParser
import Decompression
import Glibc
import Inspection
import PluginAPI
import RedisClient
import Workers

/// An import, file after file.
struct ImportRun {
    let plan: ImportPlan
    let files: [String]
    let meter: ImportMeter
    let stop: StopSignal
    /// What is imported, and where to: `lines imported into loglines`.
    let what: String
    /// Whether nothing is said of a file when it is done with.
    let isSilent: Bool

    /// A file with what became of it.
    struct Result {
        let file: String
        var outcome = QueueImporter.Outcome()
        var error: String?
    }

    /// Imports one file.
    typealias Importing = (
        _ file: InputFile, _ path: String, _ isComplete: Bool, _ outcome: inout QueueImporter.Outcome
    ) throws -> Void

    /// Imports, and tells what became of each file.
    func run(_ importing: Importing) -> [Result] {
        // The folder for what comes through a pipe.
        let spool = getenv("TMPDIR").map { String(cString: $0) } ?? "/var/tmp"
        var results: [Result] = []
        for file in files where !stop.isRequested {
            var result = Result(file: file)
            do {
                let opened = try ImportSource.open(file, keptIn: spool) { stop.isRequested }
                defer { meter.ended(opened.file) }
                guard !stop.isRequested else { throw RedisClient.Stopped() }
                try importing(opened.file, absolute(file), opened.isComplete, &result.outcome)
            } catch is RedisClient.Stopped {
                result.error = "\(file): stopped; the same command goes on from here"
            } catch {
                result.error = "\(error)"
            }
            results.append(result)
            if !isSilent { show(result) }
        }
        return results
    }

    private func absolute(_ path: String) -> String {
        guard path != "-", let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private func show(_ result: Result) {
        meter.end()
        let outcome = result.outcome
        var parts = ["\(outcome.imported) \(what)"]
        if outcome.known > 0 { parts.append("\(outcome.known) were there before") }
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
        if outcome.imported + outcome.known > 0 || result.error == nil {
            print("\(result.file): \(parts.joined(separator: "; "))")
        }
        if let error = result.error { printError(error) }
    }
}

extension [ImportRun.Result] {
    /// A count over all files.
    func sum(_ count: KeyPath<QueueImporter.Outcome, Int>) -> JSONText {
        .number(reduce(0) { $0 + $1.outcome[keyPath: count] })
    }

    /// Each file, for programs.
    var json: JSONText {
        .array(
            map { result in
                let outcome = result.outcome
                let cutLine: JSONText = outcome.cutLine.map { .number(Int(clamping: $0)) } ?? .null
                return .object([
                    ("file", .text(result.file)), ("generation", .optional(outcome.generation)),
                    ("imported", .number(outcome.imported)), ("known", .number(outcome.known)),
                    ("rejected", .number(outcome.rejected)),
                    ("passed_over", .number(outcome.passedOver)),
                    ("known_bytes", .number(Int(clamping: outcome.knownBytes))),
                    ("unfinished_bytes", .number(outcome.unfinishedBytes)), ("cut_line", cutLine),
                    ("error", .optional(result.error)),
                ])
            })
    }
}
