import Logging
import RedisClient
public import Settings
import ZeroMQClient

/// `kind = zeromq`: takes lines from Narcissus' senders into a queue (peers.md, E1): messages of two frames, a topic and a
/// line.
///
/// Senders keep nothing and are not told what has come: see ``ZeroMQSubscriber`` for what is lost. While the queue is full
/// nothing is taken out of ZeroMQ.
public struct ZeroMQWorker: Worker {
    private let settings: ZeroMQSettings
    private let context: WorkerContext
    private let subscriber: ZeroMQSubscriber
    private let sink: ZeroMQSink
    /// The senders to which a connection stands.
    private var connected: Set<String> = []

    /// A subscriber.
    /// - Throws: ``ZeroMQError`` for an address that is none.
    public init(_ settings: ZeroMQSettings, in context: WorkerContext) throws {
        self.settings = settings
        self.context = context
        subscriber = try ZeroMQSubscriber(connectingTo: settings.connect, subscribingTo: settings.topic)
        sink = ZeroMQSink(settings, in: context)
    }

    /// Takes messages until the stop is requested; those that have come by then are in the queue.
    public mutating func run() throws {
        context.progress.state(state)
        while !context.stop.isRequested {
            try subscriber.wait(upTo: .seconds(1), or: context.stop.descriptor)
            try note(subscriber.events())
            try pushWhatIsThere()
        }
        // What has come while it was told to stop; a sender that goes on and on is left at some point.
        let deadline = ContinuousClock.now + context.stopGrace / 2
        while try pushWhatIsThere(), ContinuousClock.now < deadline {}
    }

    /// Pushes one batch.
    /// - Returns: Whether there was one.
    @discardableResult
    private func pushWhatIsThere() throws -> Bool {
        var batch = ZeroMQBatch(maxline: settings.maxline)
        while !batch.isFull, let message = try subscriber.receive() { batch.add(message) }
        guard batch.count > 0 else { return false }
        do {
            try sink.push(batch)
        } catch let stopped as RedisClient.Stopped {
            let lost = try batch.count + rest()
            context.log.error("Redis was away at the end; messages are lost", metadata: ["number": "\(lost)"])
            throw stopped
        }
        context.progress.state(state)
        return true
    }

    /// How many messages have come and nobody will take.
    private func rest() throws -> Int {
        var count = 0
        while count < ZeroMQSubscriber.mostWaiting, try subscriber.receive() != nil { count += 1 }
        return count
    }

    private mutating func note(_ events: [ZeroMQSubscriber.Event]) {
        for event in events {
            switch event {
            case .connected(let address):
                connected.insert(address)
                context.log.notice("Connected", metadata: ["sender": "\(address)"])
            case .lost(let address):
                let isNews = connected.remove(address) != nil
                guard isNews else { continue }
                context.log.warning(
                    "The sender is gone, waiting; what it sends before it is connected again is lost",
                    metadata: ["sender": "\(address)"])
                context.progress.error("\(address) went away")
            }
        }
        if !events.isEmpty { context.progress.state(state) }
    }

    /// In the words of the heartbeat.
    private var state: String {
        let missing = settings.connect.filter { !connected.contains($0) }
        return missing.isEmpty ? "running" : "waiting: no sender at \(missing.joined(separator: " "))"
    }
}
