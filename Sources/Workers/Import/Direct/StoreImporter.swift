public import Decompression
import Digests
import Dispatch
public import PluginAPI
public import Queues
public import RedisClient
public import Statistics

/// Puts what the lines of whole log files stand for straight into a statistics store, as recorders would: each line once,
/// however often, under whatever name or compression its file comes, also when it came through a queue before. Several
/// cores parse while one writes.
public final class StoreImporter {
    /// What is imported, and how.
    public struct Options {
        /// The repository that the lines belong to.
        public var service: String
        /// The times whose lines are wanted.
        public var window = ImportWindow()
        /// How lines make records.
        public var framing = Framing.lines
        /// The longest record taken, in bytes.
        public var maxline = 65_536
        /// Lines per second; 0: as fast as possible.
        public var rate = 0.0
        /// How many lines may be parsed at the same time; 1 where what a line means depends on those before.
        public var cores = 1
        /// Which tail will read a file of this path from its beginning; nil: none.
        public var follower: (_ path: String) -> String? = { _ in nil }

        /// Everything of a service.
        public init(service: String) { self.service = service }
    }

    /// What lines are read with on one core. None shares anything that changes with another's.
    public struct Tools {
        let parser: any ParserPlugin
        let digests: any AddressDigests
        let geohash: Int

        /// Tools.
        /// - Parameters:
        ///   - digests: Hash what stands for clients.
        ///   - geohash: How many characters geohashes have; 0: none are told.
        public init(_ parser: any ParserPlugin, _ digests: any AddressDigests, geohash: Int) {
            (self.parser, self.digests, self.geohash) = (parser, digests, geohash)
        }
    }

    /// What became of a file.
    public typealias Outcome = QueueImporter.Outcome

    /// Where the lines ended that have been imported, by their days.
    public private(set) var leaves: [LogDay: [Leaf: Int]] = [:]

    let store: any EventStore
    let options: Options
    let pause: (Duration) -> Bool
    let report: (QueueImporter.Event) -> Void
    private let queues: RedisClient?
    private let rejects: ImportRejects?
    private let lookUp: (Reference) throws -> String?
    private let makeTools: () throws -> Tools
    private var recorders: [LineRecorder] = []

    /// An importer.
    /// - Parameters:
    ///   - queues: The Redis that knows what tails read and what was imported into queues; nil: there is none.
    ///   - rejects: Gets the lines that are rejected.
    ///   - lookUp: Has a reference's answer remembered where the parsers look; answers why there is none.
    ///   - pause: Waits so long; answers whether to go on.
    public init(
        _ store: any EventStore, _ options: Options, queues: RedisClient?, rejects: ImportRejects?,
        lookUp: @escaping (Reference) throws -> String?, pause: @escaping (Duration) -> Bool,
        report: @escaping (QueueImporter.Event) -> Void, _ makeTools: @escaping () throws -> Tools
    ) {
        (self.store, self.options, self.queues, self.rejects) = (store, options, queues, rejects)
        (self.lookUp, self.pause, self.report, self.makeTools) = (lookUp, pause, report, makeTools)
    }

    /// Imports a file.
    /// - Parameters:
    ///   - path: Where it will be found again; kept for people.
    ///   - isComplete: Whether what stands behind the last line end is a line, and not the beginning of one.
    ///   - outcome: Tells how far it came, also when it ends with an error.
    /// - Throws: ``NotImported``, `InputFile.Problem`, `StoreError`, `RedisError`, `RedisClient.Stopped`, what `makeTools` and
    ///   `lookUp` throw.
    public func run(_ file: InputFile, path: String, isComplete: Bool, outcome: inout Outcome) throws {
        let tailed = TailedFiles(try queues?.run { try QueueInspector($0).checkpoints() } ?? [])
        let tail = tailed.generation(of: file)
        if tail == nil, let follower = options.follower(path) {
            throw NotImported(
                description: """
                    \(file.name): not imported: [\(follower)] reads it (start = beginning), and which ids it gives to its lines \
                    is not known
                    """)
        }
        report(.looking(file))
        let stored = try waiting { try store.imports(of: options.service) }
            .compactMap { ImportCheckpoint(fields: $0.fields) }
        let queued = try queues?.run { try QueueInspector($0).imports(of: options.service) } ?? []
        let finder = ContentFinder(
            stored + queued.compactMap(ImportCheckpoint.init(fields:)), service: options.service, pause: pause)
        let scan = try finder.scan(file)
        guard scan.hash.length > 0 else { return }
        if tail == nil { try tailed.refuse(scan, of: file) }
        let generation = try tail ?? finder.generation(of: scan, file)
        outcome.generation = generation
        try file.rewind()
        var place =
            stored.first { $0.generation == generation && $0.window == options.window }
            ?? ImportCheckpoint(generation: generation, window: options.window, path: path)
        place.path = path
        outcome.knownBytes = min(place.offset, scan.hash.length)
        guard outcome.knownBytes < scan.hash.length else { return }
        try record(file, isComplete: isComplete || file.compression != .none, from: place, &outcome)
    }

    /// Records a file's lines: while a group of them is written, the next is parsed.
    private func record(
        _ file: InputFile, isComplete: Bool, from begin: ImportCheckpoint, _ outcome: inout Outcome
    ) throws {
        var reader = GroupReader(file, options, isComplete: isComplete, from: begin)
        let writer = StoreWriter(store)
        var writing: LineGroup?
        do {
            while true {
                guard pause(reader.delay) else { throw RedisClient.Stopped() }
                guard let group = try reader.next() else { break }
                var judged = try judge(group)
                judged.batch.place = place(judged.place)
                if let before = writing.take() { try finish(before, writer, file, &outcome) }
                writer.begin(judged.batch)
                writing = judged
            }
        } catch {
            // What is being written is finished, so that it is counted.
            if let before = writing { try finish(before, writer, file, &outcome) }
            throw error
        }
        if let before = writing { try finish(before, writer, file, &outcome) }
        outcome.cutLine = reader.cutLine
        outcome.unfinishedBytes = reader.rest
    }

    private func place(_ checkpoint: ImportCheckpoint) -> ImportPlace {
        let service = options.service
        let key = ImportCheckpoint.key(
            service: service, generation: checkpoint.generation, window: checkpoint.window)
        return ImportPlace(
            name: String(key.dropFirst(QueueKeys.imported(service: service).count)), service: service,
            fields: checkpoint.place.merging(checkpoint.fields(service: service)) { $1 })
    }

    /// Judges the lines of a group, each batch on a core of its own.
    private func judge(_ group: LineGroup) throws -> LineGroup {
        while recorders.count < group.batches.count {
            recorders.append(
                LineRecorder(
                    try makeTools(), service: options.service, window: options.window, maxline: options.maxline))
        }
        // Each recorder and each batch is touched by one thread only, and by this one not before all are done.
        nonisolated(unsafe) let recorders = recorders
        let (batches, origin) = (group.batches, group.place.generation)
        DispatchQueue.concurrentPerform(iterations: batches.count) {
            recorders[$0].judge(batches[$0].lines, in: batches[$0].bytes, origin: origin)
        }
        var group = group
        for (recorder, batch) in zip(recorders, batches) {
            while let (line, reference) = recorder.nextUnjudged() {
                try bring(reference)
                recorder.judge(line, in: batch.bytes, origin: origin)
            }
            if let failure = recorder.result.failure { throw failure }
            group.add(recorder.result)
        }
        return group
    }

    /// Asks for what a line needs. An interface that does not answer is given some time.
    private func bring(_ reference: Reference) throws {
        var wait = Duration.seconds(1)
        while let problem = try lookUp(reference) {
            guard wait < .seconds(20) else {
                throw NotImported(description: "\(problem); the same command goes on from here")
            }
            report(.waiting(problem))
            guard pause(wait) else { throw RedisClient.Stopped() }
            wait *= 2
        }
    }

    /// Waits until a group is written, and counts it.
    private func finish(
        _ group: LineGroup, _ writer: StoreWriter, _ file: InputFile, _ outcome: inout Outcome
    ) throws {
        let written = try waiting(writer.end) { writer.begin(group.batch) }
        var rejects = group.rejects
        for (id, reason) in written.refused {
            let offset = id.dropFirst(group.place.generation.count + 1).prefix { $0.isNumber }
            rejects.append((UInt64(offset) ?? 0, reason, group.line(at: UInt64(offset) ?? 0)))
        }
        try self.rejects?.write(rejects, of: file.name)
        leaves.add(group.leaves)
        outcome.imported += written.new
        outcome.known += group.batch.count - written.new - written.refused.count
        outcome.rejected += rejects.count
        outcome.passedOver += group.passedOver
        report(.moved(file, lines: group.count))
    }
}

extension StoreImporter {
    /// Finds the double clicks of all that was imported, and sums up.
    /// - Throws: `StoreError`, `RedisClient.Stopped`.
    public func settle(window: Int64) throws {
        var hours = 0
        while try waiting({ try store.settleHour(window: window) }) {
            hours += 1
            report(.waiting("looking for double clicks, hour \(hours)"))
            guard pause(.zero) else { throw RedisClient.Stopped() }
        }
        while try waiting({ try store.settlePeriod() }) {
            guard pause(.zero) else { throw RedisClient.Stopped() }
        }
    }

    /// Does something with the store, again and again while it is away.
    /// - Parameter again: What is to be done before another try.
    private func waiting<Result>(_ body: () throws -> Result, again: () -> Void = {}) throws -> Result {
        while true {
            do {
                return try body()
            } catch let error as StoreError where error.kind == .unavailable {
                report(.waiting(error.description))
                guard pause(.seconds(1)) else { throw RedisClient.Stopped() }
                again()
            }
        }
    }
}
