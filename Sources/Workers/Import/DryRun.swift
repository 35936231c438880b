public import Decompression
import Dispatch
public import PluginAPI
public import Queues

/// Decides about the lines of log files as a forwarder would, and only counts. Several cores take a batch of lines each.
public struct DryRun {
    /// Lines of each day, by where they would end; what would be sent is ``Leaf/accepted``.
    public var leaves: [LogDay: [Leaf: Int]] {
        counters.reduce(into: [:]) { $0.add($1.leaves) }
    }

    /// Lines of other times.
    public var passedOver: Int { counters.reduce(0) { $0 + $1.passedOver } }

    /// Lines that are too long, or have no time where one is asked for, or cannot be parsed.
    public var rejected: Int { counters.reduce(0) { $0 + $1.rejected } }

    /// One for each core that has been needed so far.
    private var counters: [DryRunCounter] = []
    private let makeJudge: () throws -> Judge
    private let cores: Int
    private let service: String
    private let framing: Framing
    private let window: ImportWindow
    private let maxline: Int
    private let rejects: ImportRejects?

    /// How many lines a core takes at once.
    private static let batch = 8_192

    /// A dry run.
    /// - Parameters:
    ///   - framing: How lines make records.
    ///   - cores: How many lines may be decided about at the same time; 1 where what a line means depends on those before.
    ///   - maxline: The longest line taken, in bytes.
    ///   - rejects: Gets the lines that are rejected.
    ///   - makeJudge: Makes what decides, one for each core; none shares anything that changes with another.
    public init(
        service: String, framing: Framing, window: ImportWindow, maxline: Int, rejects: ImportRejects?, cores: Int,
        _ makeJudge: @escaping () throws -> Judge
    ) {
        (self.service, self.window, self.maxline, self.rejects) = (service, window, maxline, rejects)
        (self.cores, self.makeJudge, self.framing) = (cores, makeJudge, framing)
    }

    /// Counts the lines of a file.
    /// - Parameters:
    ///   - isStopped: Whether to end.
    ///   - moved: Told how many more lines were read.
    /// - Throws: `InputFile.Problem`, what is wrong with the file of rejects, what `makeJudge` throws.
    public mutating func run(
        _ file: InputFile, isStopped: () -> Bool, moved: (_ lines: Int) -> Void
    ) throws {
        let lines = ImportLines(file, framing: framing, takesRest: true) { _ in }
        while !isStopped() {
            var batches: [DryRunCounter.Batch] = []
            while try batches.count < cores && lines.read(upTo: Self.batch) {
                batches.append((lines.bytes, lines.lines))
            }
            if batches.isEmpty { break }
            while counters.count < batches.count { counters.append(try makeCounter()) }
            // Each counter and each batch is touched by one thread only, and by this one not before all are done.
            nonisolated(unsafe) let counters = counters
            let work = batches
            DispatchQueue.concurrentPerform(iterations: work.count) { counters[$0].count(work[$0]) }
            for (counter, batch) in zip(counters, batches) {
                try rejects?.write(counter.rejects, of: file.name)
                moved(batch.lines.count)
            }
        }
    }

    private func makeCounter() throws -> DryRunCounter {
        DryRunCounter(
            try makeJudge(), service: service, window: window, maxline: maxline, keepsRejects: rejects != nil)
    }
}
