import Queues
public import Settings

/// `kind = broker`: copies every message of one queue to several.
public struct BrokerWorker: Worker {
    /// Messages per script: large enough to hide the round trip, small enough not to keep others waiting.
    private static let batch = 512

    private let context: WorkerContext
    private let settings: BrokerSettings
    private let fanOut: FanOut
    private var isolating: IsolatingBroker

    /// A broker.
    /// - Parameter spills: The folder for messages that find no room, of all brokers.
    public init(_ settings: BrokerSettings, spills: String, in context: WorkerContext) {
        self.context = context
        self.settings = settings
        fanOut = FanOut(context.client, from: settings.listento, to: settings.fanout, maxlength: context.maxlength)
        isolating = IsolatingBroker(
            settings, folder: "\(spills)/\(SpillPath.encoded(context.worker))", batch: BrokerWorker.batch, in: context)
    }

    /// Moves messages until the stop is requested.
    public mutating func run() throws {
        if settings.isolate { return try isolating.run() }
        try isolating.empty()
        while !context.stop.isRequested {
            switch try fanOut.move(BrokerWorker.batch) {
            case .full(let queue):
                context.waitForRoom(in: queue)
            case .moved(let count):
                context.progress.state("running")
                context.progress.count(done: count)
                if count == 0 { try fanOut.wait(upTo: context.patience) }
            }
        }
    }
}
