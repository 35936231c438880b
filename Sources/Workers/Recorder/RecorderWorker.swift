import CounterRules
import Logging
public import Lookups
public import PluginAPI
import Queues
import RedisClient
public import Settings
public import Statistics

/// `kind = recorder`: makes records of a queue's messages and writes them into a store.
///
/// A batch is written in one transaction, and acknowledged when the store has it on its disk. What was written and not
/// acknowledged, because the worker or Redis was killed, comes again and changes nothing, since the store knows its ids.
/// While the store is away the messages stay claimed. While it writes a batch the next one is claimed and judged.
public struct RecorderWorker: Worker {
    let context: WorkerContext
    let settings: RecorderSettings
    let consumer: QueueConsumer
    let store: any RecordSink
    var parsers: ParserSet
    var maker: RecordMaker
    var lookups: LookupStage?
    private var chores: StoreChores
    private var isAway = false
    /// Writes a batch aside.
    private let side = SideThread<Void>(label: "statistics store")

    /// A recorder.
    /// - Parameters:
    ///   - store: Where records go.
    ///   - digests: Hash what stands for clients.
    ///   - lookups: The services whose parsers' resolvers ask over HTTP.
    /// - Throws: `CurlError` when libcurl cannot be used.
    public init(
        _ settings: RecorderSettings, store: any RecordSink, parsers: ParserSet, digests: any AddressDigests,
        lookups: [String: ServiceLookups] = [:], patience: LookupPatience = .standard, userAgent: String,
        in context: WorkerContext
    ) throws {
        self.context = context
        self.settings = settings
        self.store = store
        self.parsers = parsers
        maker = RecordMaker(digests, geohash: settings.geohash, for: store.tables)
        consumer = QueueConsumer(
            context.client, queue: settings.listento, worker: context.worker, isCounted: context.isCounted)
        consumer.onClaims = context.progress.claims
        self.lookups = try LookupStage(lookups, userAgent: userAgent, patience: patience, in: context)
        chores = StoreChores(settings.retention, window: DoubleClicks.window)
    }

    /// Records until the stop is requested; what has not been written then is given back.
    public mutating func run() throws {
        // Nobody may be at the store when this is called again. What became of the batch then is not asked for: it comes again.
        defer {
            if side.isBusy { _ = try? side.end() }
            lookups?.end()
        }
        var begun: Judgement?
        while !context.stop.isRequested {
            let messages = try consumer.claim(settings.batch)
            let judged = messages.isEmpty ? nil : try judge(messages)
            if let begun { try finish(begun) }
            if let judged { begin(judged) }
            begun = judged
            // A queue that is never empty shall not keep the store from what has to be done now and then.
            if messages.isEmpty || chores.areOverdue {
                if let begun { try finish(begun) }
                begun = nil
                let hasMore = try doChore()
                if !hasMore, messages.isEmpty { try consumer.wait(upTo: context.patience) }
            }
        }
        if let begun { try finish(begun) }
    }

    /// Begins to write what a claim comes to.
    private func begin(_ judged: Judgement) {
        guard !judged.records.messages.isEmpty else { return }
        let batch = judged.records.records(of: judged.records.messages.indices)
        side.begin { [store] in _ = try store.write(batch) }
    }

    /// Waits until it is written, and settles it.
    private mutating func finish(_ judged: Judgement) throws {
        var outcomes = judged.outcomes
        if side.isBusy {
            outcomes += try write(judged.records, judged.records.messages.indices, isBegun: true)
        }
        try consumer.settle(outcomes)
        context.progress.count(outcomes.map(\.1))
    }

    /// Sees the records of some messages written, and waits for the store as long as need be.
    /// - Parameter isBegun: Whether they are being written.
    /// - Returns: Their outcomes: a message of which the store does not take a record is given up, with all that it stands for;
    ///   the others are not.
    private mutating func write(
        _ records: MessageRecords, _ part: Range<Int>, isBegun: Bool = false
    ) throws -> [(QueuedMessage, Outcome)] {
        var isBegun = isBegun
        while true {
            do {
                if isBegun {
                    isBegun = false
                    try side.end()
                } else {
                    _ = try store.write(records.records(of: part))
                }
                noteBack()
                return records.messages[part].map { ($0, .done(next: nil, as: .recorded)) }
            } catch let error as StoreError where error.kind == .data {
                guard part.count > 1 else {
                    return records.messages[part].map { ($0, .failed(error.description, as: .malformed)) }
                }
                // One of them it is; the others shall not suffer for it.
                let middle = part.lowerBound + part.count / 2
                return try write(records, part.lowerBound..<middle) + write(records, middle..<part.upperBound)
            } catch let error as StoreError {
                noteAway(error)
                guard context.stop.pause(.seconds(1)) else { return records.messages[part].map { ($0, .back) } }
            }
        }
    }

    /// Does one step of what the store needs now and then.
    /// - Returns: Whether there is more to do at once.
    private mutating func doChore() throws -> Bool {
        guard let store = store as? any EventStore else { return false }
        do {
            let hasMore = try chores.step(store)
            noteBack()
            return hasMore
        } catch let error as StoreError {
            noteAway(error)
            return false
        }
    }

    private mutating func noteAway(_ error: StoreError) {
        if !isAway { context.log.warning("The store is away, waiting", metadata: ["reason": "\(error)"]) }
        isAway = true
        context.progress.state("waiting for the store: \(error)")
        context.progress.error("\(error)")
    }

    private mutating func noteBack() {
        if isAway { context.log.notice("The store is back") }
        isAway = false
        context.progress.state(lookups?.state.map { "running; \($0)" } ?? "running")
    }
}

extension WorkerProgress {
    /// Counts what became of messages.
    func count(_ outcomes: [Outcome]) {
        var (done, failed) = (0, 0)
        for outcome in outcomes {
            switch outcome {
            case .done: done += 1
            case .failed: failed += 1
            case .retry, .back: break
            }
        }
        count(done: done, failed: failed)
    }
}
