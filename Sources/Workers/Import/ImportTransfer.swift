import PluginAPI
import Queues

/// One content on its way into a queue: what is done, and which of its lines are still to go.
struct ImportTransfer {
    /// How far it has come.
    var checkpoint: ImportCheckpoint

    /// Whether the checkpoint is in Redis.
    var isStored: Bool

    /// Imports of other times of the same content.
    private let others: [ImportCheckpoint]

    /// - Parameter stored: The checkpoint in Redis; nil: there is none.
    init(
        generation: String, path: String, window: ImportWindow, others: [ImportCheckpoint], stored: ImportCheckpoint?
    ) {
        checkpoint = stored ?? ImportCheckpoint(generation: generation, window: window, path: path)
        checkpoint.path = path
        isStored = stored != nil
        self.others = others
    }

    /// A batch of lines, each with where it goes.
    struct Sorted {
        var lines: FileLines
        var rejects: [(offset: UInt64, reason: String, range: Range<Int>)] = []
        var passedOver = 0
        var cutLine: UInt64?
    }

    /// Sorts a batch.
    func sort(_ batch: ImportLines, _ options: QueueImporter.Options, _ parser: any ParserPlugin) -> Sorted {
        let window = checkpoint.window
        var sorted = Sorted(
            lines: FileLines(in: batch.bytes, origin: checkpoint.generation, service: options.service))
        sorted.lines.accepted.reserveCapacity(batch.lines.count)
        for line in batch.lines {
            guard line.offset >= checkpoint.offset else {
                if line.end > checkpoint.offset { sorted.cutLine = line.offset }
                continue
            }
            let passed = others.filter { line.offset < $0.offset }
            if passed.contains(where: { $0.window.isAll }) {
                sorted.passedOver += 1
                continue
            }
            if line.range.count > options.maxline {
                let reason = "the line has \(line.range.count) bytes; maxline is \(options.maxline)"
                // It is known as rejected already, where any import has come this far.
                guard passed.isEmpty else { continue }
                sorted.lines.refused.append((line, reason, .tooLong))
                sorted.rejects.append((line.offset, reason, line.range))
                continue
            }
            guard !window.isAll || !passed.isEmpty else {
                sorted.lines.accepted.append(line)
                continue
            }
            let found = Self.time(of: batch.bytes[line.range], options.service, parser)
            if window.holds(found.time), !passed.contains(where: { $0.window.holds(found.time) }) {
                sorted.lines.accepted.append(line)
            } else if let problem = found.problem {
                sorted.rejects.append((line.offset, "no time to tell by: \(problem)", line.range))
            } else {
                sorted.passedOver += 1
            }
        }
        return sorted
    }

    /// When a line was logged, or why that cannot be told.
    private static func time(
        of line: ArraySlice<UInt8>, _ service: String, _ parser: any ParserPlugin
    ) -> (time: UTCTime?, problem: String?) {
        do {
            return (try parser.parseline(LogMessage(service: service, line: Array(line)))?.time, nil)
        } catch {
            return (nil, "\(error)")
        }
    }
}

extension FileLines.Line {
    /// The byte of the content behind the line, without its line end.
    fileprivate var end: UInt64 { offset + UInt64(range.count) }
}

/// A content's scan that the lines' reader feeds while it goes along.
final class ScannedContent {
    var scan: ContentScan

    /// - Parameter offset: Where the hash is wanted.
    init(wanted offset: UInt64) { scan = ContentScan(wanted: [offset]) }
}

/// Keeps to so many lines a second.
struct ImportPace {
    /// How many lines to take at once.
    let batch: Int

    private let rate: Double
    private let began = ContinuousClock.now
    private var lines = 0.0

    /// - Parameter rate: Lines a second; 0: as many as go.
    init(rate: Double) {
        self.rate = rate
        // So small that the rate is even within a fraction of a second.
        batch = rate > 0 ? max(1, min(1_000, Int(rate / 5))) : 1_000
    }

    /// How long to wait before the next lines.
    var delay: Duration {
        guard rate > 0 else { return .zero }
        return max(.zero, .seconds(lines / rate) - began.duration(to: .now))
    }

    mutating func count(_ count: Int) { lines += Double(count) }
}
