public import Decompression
import PluginAPI
public import Queues

/// Decides about the lines of log files as a forwarder would, and only counts.
public struct DryRun {
    /// Lines of each day, by where they would end; what would be sent is ``Leaf/accepted``.
    public private(set) var leaves: [LogDay: [Leaf: Int]] = [:]

    /// Lines of other times.
    public private(set) var passedOver = 0

    /// Lines that are too long, or have no time where one is asked for, or cannot be parsed.
    public private(set) var rejected = 0

    private var judge: Judge
    private let service: String
    private let window: ImportWindow
    private let maxline: Int
    private let rejects: ImportRejects?
    /// What the last line came to, and how many in a row: neighbours are mostly of one kind.
    private var last: (day: LogDay, leaf: Leaf, count: Int)?

    /// A dry run.
    /// - Parameters:
    ///   - judge: Decides.
    ///   - maxline: The longest line taken, in bytes.
    ///   - rejects: Gets the lines that are rejected.
    public init(_ judge: Judge, service: String, window: ImportWindow, maxline: Int, rejects: ImportRejects?) {
        (self.judge, self.service, self.window, self.maxline) = (judge, service, window, maxline)
        self.rejects = rejects
    }

    /// Counts the lines of a file.
    /// - Parameters:
    ///   - isStopped: Whether to end.
    ///   - moved: Told how many more lines were read.
    /// - Throws: `InputFile.Problem`, and what is wrong with the file of rejects.
    public mutating func run(
        _ file: InputFile, isStopped: () -> Bool, moved: (_ lines: Int) -> Void
    ) throws {
        let lines = ImportLines(file, takesRest: true) { _ in }
        while try !isStopped() && lines.read(upTo: 1_000) {
            var rejected: [(offset: UInt64, reason: String, line: ArraySlice<UInt8>)] = []
            for line in lines.lines {
                guard let reason = decide(Array(lines.bytes[line.range])) else { continue }
                self.rejected += 1
                if rejects != nil { rejected.append((line.offset, reason, lines.bytes[line.range])) }
            }
            try rejects?.write(rejected, of: file.name)
            moved(lines.lines.count)
        }
        flush()
    }

    /// - Returns: Why the line is rejected; nil when it is not.
    private mutating func decide(_ line: [UInt8]) -> String? {
        guard line.count <= maxline else {
            count(LogDay(of: line), .tooLong)
            return "the line has \(line.count) bytes; maxline is \(maxline)"
        }
        let message = LogMessage(service: service, line: line)
        do {
            let parsed = try judge.parse(message)
            guard window.holds(parsed?.line.time) else {
                passedOver += 1
                return nil
            }
            switch try judge.verdict(on: parsed, of: message) {
            case .send: count(LogDay(of: line), .accepted)
            case .pass(let leaf): count(LogDay(of: line), leaf)
            }
            return nil
        } catch is NotYetKnown {
            count(LogDay(of: line), .needsLookup)
            return nil
        } catch {
            guard window.isAll else { return "no time to tell by: \(error)" }
            count(LogDay(of: line), Judge.leaf(of: error))
            return "\(error)"
        }
    }

    private mutating func count(_ day: LogDay, _ leaf: Leaf) {
        if let last, last.day == day, last.leaf == leaf {
            self.last?.count += 1
        } else {
            flush()
            last = (day, leaf, 1)
        }
    }

    private mutating func flush() {
        if let last { leaves[last.day, default: [:]][last.leaf, default: 0] += last.count }
        last = nil
    }
}
