import Queues
import Settings

/// Some lines of a body, sorted into those that are taken and those that are not.
struct IngestBatch {
    /// The lines.
    let lines: FileLines
    /// The first of those that are not taken.
    private(set) var firstBad: IngestRecord.BadLine?

    /// Sorts the lines of a cutter's batch.
    /// - Parameters:
    ///   - offset: Where the first line begins that is not known yet.
    ///   - before: How many lines the body has before the batch.
    init(_ cutter: LineCutter, from offset: UInt64, before: Int, generation: String, _ plan: IngestPlan) {
        var text = plan.format == .json ? [] : cutter.bytes
        var accepted: [FileLines.Line] = []
        var refused: [(FileLines.Line, reason: String, leaf: Leaf)] = []
        accepted.reserveCapacity(cutter.lines.count)
        for (index, source) in cutter.lines.enumerated() where source.offset >= offset {
            var line = source
            var problem: (reason: String, leaf: Leaf)?
            if plan.format == .json {
                // Blank lines mean nothing between JSON objects.
                guard !cutter.bytes[source.range].allSatisfy({ [0x20, 0x09].contains($0) }) else { continue }
                let start = text.count
                do {
                    text += try Self.logLine(cutter.bytes, source.range, plan.service)
                } catch {
                    text += cutter.bytes[source.range]
                    problem = ("\(error)", .malformed)
                }
                line = FileLines.Line(range: start..<text.count, offset: source.offset)
            }
            if line.range.count > plan.maxline {
                problem = ("the line has \(line.range.count) bytes; maxline is \(plan.maxline)", .tooLong)
            }
            guard let problem else {
                accepted.append(line)
                continue
            }
            refused.append((line, problem.reason, problem.leaf))
            if firstBad == nil {
                firstBad = IngestRecord.BadLine(line: before + index + 1, reason: problem.reason)
            }
        }
        var lines = FileLines(in: text, origin: generation, service: plan.service)
        (lines.accepted, lines.refused) = (accepted, refused)
        self.lines = lines
    }

    private static func logLine(_ bytes: [UInt8], _ range: Range<Int>, _ service: String) throws -> [UInt8] {
        try bytes.withUnsafeBufferPointer { bytes in
            let json = UnsafeBufferPointer(rebasing: bytes[range])
            return try JSONLine.logLine(json, of: service) ?? Array(json)
        }
    }
}
