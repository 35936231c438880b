public import Decompression
import Digests
public import PluginAPI
import Queues
public import RedisClient

/// Puts the lines of whole log files into a queue: each line once, however often, under whatever name or compression its file
/// comes.
public final class QueueImporter {
    /// What is imported, and how.
    public struct Options {
        /// The repository that the lines belong to.
        public var service: String
        /// The queue that gets them.
        public var queue: String
        /// The times whose lines are wanted.
        public var window = ImportWindow()
        /// How lines make records.
        public var framing = Framing.lines
        /// The longest record taken, in bytes.
        public var maxline = 65_536
        /// How many messages the queue may have; 0: no limit.
        public var maxlength = 0
        /// Lines per second; 0: as fast as possible.
        public var rate = 0.0
        /// Which tail will read a file of this path from its beginning; nil: none.
        public var follower: (_ path: String) -> String? = { _ in nil }

        /// Everything of a service into a queue.
        public init(service: String, queue: String) { (self.service, self.queue) = (service, queue) }
    }

    /// What became of a file.
    public struct Outcome: Sendable {
        /// What its lines' ids begin with; nil for an empty file.
        public var generation: String?
        /// Lines that are in the queue now, or records that are new in the store.
        public var imported = 0
        /// Records that were in the store before.
        public var known = 0
        /// Lines that are too long, or have no time where one is asked for.
        public var rejected = 0
        /// Lines of other times, or imported with other times before.
        public var passedOver = 0
        /// Up to which byte it was known before.
        public var knownBytes: UInt64 = 0
        /// How many bytes behind the last record were left: the next may not be complete yet.
        public var unfinishedBytes = 0
        /// The line that was imported before it was complete began at this byte.
        public var cutLine: UInt64?

        /// Nothing yet.
        public init() {}
    }

    /// What happens meanwhile.
    public enum Event {
        /// The file is read to learn whether it is known.
        case looking(InputFile)
        /// So many lines more have been read of it and are done with.
        case moved(InputFile, lines: Int)
        /// Why nothing moves.
        case waiting(String)
    }

    private let client: RedisClient
    private let options: Options
    private let parser: any ParserPlugin
    private let rejects: ImportRejects?
    private let pusher: LinePusher
    private let pause: (Duration) -> Bool
    private let report: (Event) -> Void

    /// An importer.
    /// - Parameters:
    ///   - parser: Tells the lines' times.
    ///   - rejects: Gets the lines that are rejected.
    ///   - pause: Waits so long; answers whether to go on.
    public init(
        _ client: RedisClient, _ options: Options, parser: any ParserPlugin, rejects: ImportRejects?,
        pause: @escaping (Duration) -> Bool, report: @escaping (Event) -> Void
    ) {
        (self.client, self.options, self.parser, self.rejects) = (client, options, parser, rejects)
        (self.pause, self.report) = (pause, report)
        pusher = LinePusher(client, queue: options.queue, worker: "import", maxlength: options.maxlength)
    }

    /// Imports a file.
    /// - Parameters:
    ///   - path: Where it will be found again; kept for people.
    ///   - isComplete: Whether what stands behind the last line end is a line, and not the beginning of one.
    ///   - outcome: Tells how far it came, also when it ends with an error.
    /// - Throws: ``NotImported``, `InputFile.Problem`, `RedisError`, `RedisClient.Stopped`.
    public func run(_ file: InputFile, path: String, isComplete: Bool, outcome: inout Outcome) throws {
        let tailed = TailedFiles(try client.run { try QueueInspector($0).checkpoints() })
        try tailed.refuse(file)
        if let tail = options.follower(path) {
            throw NotImported(
                description: "\(file.name): not imported: [\(tail)] will read it from its beginning (start = beginning)"
            )
        }
        report(.looking(file))
        let imports = try client.run { try QueueInspector($0).imports(of: options.service) }
            .compactMap(ImportCheckpoint.init(fields:))
        let finder = ContentFinder(imports, service: options.service, pause: pause)
        let scan = try finder.scan(file)
        guard scan.hash.length > 0 else { return }
        try tailed.refuse(scan, of: file)
        let generation = try finder.generation(of: scan, file)
        outcome.generation = generation
        try file.rewind()
        var transfer = ImportTransfer(
            generation: generation, path: path, window: options.window,
            others: imports.filter { $0.generation == generation && $0.window != options.window },
            stored: imports.first { $0.generation == generation && $0.window == options.window })
        outcome.knownBytes = min(transfer.checkpoint.offset, scan.hash.length)
        guard outcome.knownBytes < scan.hash.length else { return }
        try push(file, isComplete: isComplete || file.compression != .none, &transfer, &outcome)
    }

    private func push(
        _ file: InputFile, isComplete: Bool, _ transfer: inout ImportTransfer, _ outcome: inout Outcome
    ) throws {
        let begin = transfer.checkpoint
        let content = ScannedContent(wanted: begin.offset)
        let lines = ImportLines(file, framing: options.framing, takesRest: isComplete) { content.scan.append($0) }
        var pace = ImportPace(rate: options.rate)
        var marks = 0
        while try lines.read(upTo: pace.batch) {
            guard pause(pace.delay) else { throw RedisClient.Stopped() }
            guard lines.next > transfer.checkpoint.offset else { continue }
            guard begin.offset == 0 || content.scan.found[begin.offset] == begin.hash else {
                throw NotImported(description: "\(file.name): was changed while it was read; run this import again")
            }
            let sorted = transfer.sort(lines, options, parser)
            outcome.cutLine = sorted.cutLine ?? outcome.cutLine
            var next = transfer.checkpoint
            (next.offset, next.hash, next.marks) = (lines.next, content.scan.hash.value, content.scan.marks)
            try store(sorted.lines, transfer, next, withMarks: next.marks.count != marks)
            marks = next.marks.count
            try rejects?.write(
                sorted.rejects.map { ($0.offset, $0.reason, lines.bytes[$0.range]) }, of: file.name)
            transfer.checkpoint = next
            transfer.isStored = true
            outcome.imported += sorted.lines.accepted.count
            outcome.rejected += sorted.rejects.count
            outcome.passedOver += sorted.passedOver
            pace.count(sorted.lines.accepted.count)
            report(.moved(file, lines: lines.lines.count))
        }
        outcome.unfinishedBytes = lines.rest
    }

    /// Waits while the queue is full.
    private func store(
        _ lines: FileLines, _ transfer: ImportTransfer, _ next: ImportCheckpoint, withMarks: Bool
    ) throws {
        let key = ImportCheckpoint.key(
            service: options.service, generation: next.generation, window: next.window)
        var fields = next.place
        if withMarks { fields.merge(next.fields(service: options.service)) { $1 } }
        let position = transfer.isStored ? transfer.checkpoint.position : ""
        while true {
            switch try pusher.push(lines, key: key, from: position, to: fields) {
            case .accepted: return
            case .full:
                report(.waiting("\(options.queue) is full (\(options.maxlength) messages)"))
                guard pause(.milliseconds(200)) else { throw RedisClient.Stopped() }
            case .moved(let found):
                // The answer to the same step was lost, or another import of the file took it.
                if ImportCheckpoint(fields: found)?.place == next.place { return }
                throw NotImported(
                    description: """
                        \(next.path): another import moved the checkpoint \(key), or Redis has forgotten its last seconds; \
                        run this import again
                        """)
            }
        }
    }
}
