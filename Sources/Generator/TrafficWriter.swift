import Glibc

/// Writes traffic at a steady rate, on the calling thread.
public struct TrafficWriter {
    /// About so many bytes are written at once when there is no rate to keep.
    private static let batchBytes = 256 * 1_024
    /// The longest sleep: how late a stop may be noticed, in seconds.
    private static let longestSleep = 0.2

    private let output: LineOutput
    private var traffic: Traffic

    /// Prepares to write.
    /// - Parameter path: The file that lines are appended to; nil: standard output.
    /// - Throws: ``GeneratorError`` naming the file when it cannot be opened.
    public init(traffic: Traffic, path: String?) throws {
        self.traffic = traffic
        output = try LineOutput(path: path)
    }

    /// Writes until there are enough lines, nobody reads them, or it is told to stop. Ends after a whole line.
    /// - Parameters:
    ///   - rate: Lines per second; 0: as many as possible.
    ///   - limit: How many lines in all; nil: no limit.
    ///   - isStopping: Asked before every batch.
    /// - Throws: ``GeneratorError`` when the lines cannot be written.
    public mutating func run(rate: Double, limit: Int?, isStopping: () -> Bool) throws {
        let began = ContinuousClock.now
        var lines: [UInt8] = []
        lines.reserveCapacity(TrafficWriter.batchBytes * 2)
        // What should be written by now is reckoned from the start, so that the rate does not drift.
        var written = 0
        while written < limit ?? .max, !isStopping() {
            var due = 1_000
            if rate > 0 {
                let elapsed = (ContinuousClock.now - began) / .seconds(1)
                due = Int(elapsed * rate) + 1 - written
                guard due > 0 else {
                    sleep(seconds: max(0.01, Double(written) / rate - elapsed))
                    continue
                }
            }
            lines.removeAll(keepingCapacity: true)
            let end = written + min(due, (limit ?? .max) - written)
            let now = Int64(time(nil))
            while written < end, lines.count < TrafficWriter.batchBytes {
                let step = min(end - written, 100)
                traffic.append(step, now: now, to: &lines)
                written += step
            }
            guard try output.write(lines, isStopping: isStopping) else { return }
        }
    }

    /// Writes what COUNTER counts of what was written into a file, in place of what that holds; see ``TrafficTruth/table``.
    /// - Throws: ``GeneratorError`` naming the file.
    public func writeTruth(to path: String) throws {
        let file = try LineOutput(path: path, replacing: true)
        _ = try file.write(Array((traffic.truth?.table ?? "").utf8), isStopping: { false })
    }

    /// Sleeps; a signal ends it early.
    private func sleep(seconds: Double) {
        usleep(UInt32(min(seconds, TrafficWriter.longestSleep) * 1_000_000))
    }
}
