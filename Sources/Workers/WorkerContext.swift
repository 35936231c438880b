public import Logging
public import Queues
public import RedisClient

/// What every worker has: its name, its Redis, its log, its progress, and the wish that it ends.
public struct WorkerContext {
    /// The worker instance: `pirus2_0`.
    public let worker: String

    /// This machine's name.
    public let host: String

    /// The connection for the worker's own thread.
    public let client: RedisClient

    /// Where it tells what happens.
    public let log: Logger

    /// What it says of itself.
    public let progress: WorkerProgress

    /// The wish that it ends.
    public let stop: StopSignal

    /// Tells when its Redis goes and is back.
    let outages: OutageReporter

    /// How long a worker blocks while its queue is empty: short enough to notice a stop.
    public let patience: Duration

    /// How long a worker that is to end may wait for what it has begun.
    public let stopGrace: Duration

    /// How many messages a queue may have; 0: no limit.
    public let maxlength: Int

    /// Whether the ledger counts what ends at this worker: it judges lines that a tail or a broker queued, and is not
    /// given them by a worker that did.
    public let isCounted: Bool

    /// The folder of the send journals (``SendHistory/folder(in:)``).
    public let journals: String

    /// How much the failed list that it fills may hold; nil: as much as there is.
    public let failedCaps: FailureTrimmer.Caps?

    /// The context of one worker instance.
    public init(
        worker: String, host: String, address: RedisAddress, log: Logger, progress: WorkerProgress = WorkerProgress(),
        stop: StopSignal, stopGrace: Duration, maxlength: Int = 0, isCounted: Bool = false, journals: String,
        failedCaps: FailureTrimmer.Caps? = nil
    ) {
        self.worker = worker
        self.host = host
        self.log = log
        self.progress = progress
        self.stop = stop
        self.stopGrace = stopGrace
        self.maxlength = maxlength
        self.isCounted = isCounted
        self.journals = journals
        self.failedCaps = failedCaps
        patience = .seconds(min(1, address.timeout / 2))
        outages = OutageReporter(log, progress)
        client = RedisClient(
            address, pause: stop.pause,
            report: outages.report)
    }
}

extension WorkerContext {
    /// Waits a little for a full queue, and says in the heartbeat which it is.
    func waitForRoom(in queue: String) {
        progress.state("waiting: \(queue) is full (\(maxlength) messages)")
        _ = stop.pause(.milliseconds(200))
    }
}

/// The work of one kind, as a plain loop that ends when the context's stop is requested.
public protocol Worker {
    /// Works until the stop is requested, and leaves nothing half done.
    /// - Throws: What cannot be waited out; the supervisor then starts the process anew.
    mutating func run() throws
}

extension Worker {
    /// Takes the worker's name, works under its heartbeat, and gives the name up.
    /// - Parameters:
    ///   - kind: What the heartbeat calls it.
    ///   - queue: The queue that it takes messages from, if it does.
    ///   - address: The Redis for the heartbeat's own connection.
    /// - Throws: ``WorkerLease/Taken`` when the worker is already running, and what ``run()`` throws.
    public mutating func live(kind: String, queue: String?, address: RedisAddress, in context: WorkerContext) throws {
        let lease = WorkerLease(worker: context.worker, queue: queue, host: context.host)
        do {
            try acquire(lease, kind: kind, in: context)
            let heartbeat = Heartbeat(
                lease: lease, kind: kind, address: address, progress: context.progress, stop: context.stop,
                log: context.log, failedCaps: context.failedCaps)
            defer { heartbeat.end() }
            context.progress.state("running")
            context.log.info("started", metadata: ["kind": "\(kind)"])
            try run()
            context.log.info("stopped")
        } catch is RedisClient.Stopped {
            context.log.info(
                "stopped while it waited; what was claimed stays in \(QueueKeys.temp(context.worker))")
        }
    }

    /// Takes the worker's name. Where the holder cannot be told to have ended (its host is gone, or has another name since
    /// its container was made anew), the name is waited for: it is free once its holder has been silent for
    /// ``WorkerLease/expiry`` seconds.
    private func acquire(_ lease: WorkerLease, kind: String, in context: WorkerContext) throws {
        var first: WorkerLease.Taken?
        while true {
            do {
                let fields = context.progress.snapshot.fields(kind: kind, rate: 0)
                return try context.client.run { try lease.acquire($0, fields: fields) }
            } catch let taken as WorkerLease.Taken {
                if let first, first.sign != taken.sign { throw taken }
                if first == nil {
                    context.log.notice(
                        "Another process seems to have this name, waiting", metadata: ["reason": "\(taken)"])
                }
                first = first ?? taken
                guard context.stop.pause(.seconds(1)) else { throw RedisClient.Stopped() }
            }
        }
    }
}
