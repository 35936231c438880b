import Decompression
import Digests
import PluginAPI
import Queues
import Statistics

/// Lines that are judged at the same time and written together.
struct LineGroup {
    /// Lines and the buffers that they stand in, some for each core.
    var batches: [(bytes: [UInt8], lines: [FileLines.Line])] = []
    /// How far the content is done with behind them.
    var place: ImportCheckpoint

    /// What is to be written.
    var batch = StoreBatch()
    /// Where the lines end.
    private(set) var leaves: [LogDay: [Leaf: Int]] = [:]
    /// Lines that are rejected.
    private(set) var rejects: [LineRecorder.Reject] = []
    /// Lines of other times.
    private(set) var passedOver = 0

    /// How many lines there are.
    var count: Int { batches.reduce(0) { $0 + $1.lines.count } }

    /// Adds what some of the lines have come to.
    mutating func add(_ result: LineRecorder.Result) {
        batch.events += result.records.events
        batch.transfers += result.records.transfers
        batch.points += result.records.points
        leaves.add(result.counts.leaves)
        rejects += result.rejects
        passedOver += result.passedOver
    }

    /// The line that begins at a byte of the content.
    func line(at offset: UInt64) -> ArraySlice<UInt8> {
        for (bytes, lines) in batches {
            if let line = lines.first(where: { $0.offset == offset }) { return bytes[line.range] }
        }
        return []
    }
}

/// Reads a file's lines in groups, from behind what is known of it.
struct GroupReader {
    /// The line that was imported before it was complete began at this byte.
    private(set) var cutLine: UInt64?

    private let file: InputFile
    private let begin: ImportCheckpoint
    private let content: ScannedContent
    private let lines: ImportLines
    private let batches: Int
    private var pace: ImportPace
    private let limit: Int

    /// How many lines a group has where nobody wants fewer: as many are in one transaction.
    private static let group = 32_768

    /// A reader.
    /// - Parameters:
    ///   - isComplete: Whether what stands behind the last line end is a line.
    ///   - begin: How far the content is known.
    init(_ file: InputFile, _ options: StoreImporter.Options, isComplete: Bool, from begin: ImportCheckpoint) {
        (self.file, self.begin) = (file, begin)
        let content = ScannedContent(wanted: begin.offset)
        self.content = content
        lines = ImportLines(file, framing: options.framing, takesRest: isComplete) { content.scan.append($0) }
        pace = ImportPace(rate: options.rate)
        batches = options.rate > 0 ? 1 : options.cores
        limit = options.rate > 0 ? pace.batch : Self.group / options.cores
    }

    /// How long to wait before the next group.
    var delay: Duration { pace.delay }

    /// At the end: how many bytes there are behind the last line.
    var rest: Int { lines.rest }

    /// The next lines; nil: there are no more.
    /// - Throws: `InputFile.Problem`, ``NotImported``.
    mutating func next() throws -> LineGroup? {
        var group = LineGroup(place: begin)
        while try group.batches.count < batches && lines.read(upTo: limit) {
            guard lines.next > begin.offset else { continue }
            guard begin.offset == 0 || content.scan.found[begin.offset] == begin.hash else {
                throw NotImported(description: "\(file.name): was changed while it was read; run this import again")
            }
            let new = lines.lines.drop { $0.offset < begin.offset }
            if new.count < lines.lines.count, let last = lines.lines[..<new.startIndex].last,
                last.offset + UInt64(last.range.count) > begin.offset
            {
                cutLine = last.offset
            }
            group.batches.append((lines.bytes, Array(new)))
        }
        guard !group.batches.isEmpty else { return nil }
        (group.place.offset, group.place.hash) = (lines.next, content.scan.hash.value)
        group.place.marks = content.scan.marks
        pace.count(group.count)
        return group
    }
}
