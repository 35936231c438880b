import Queues
public import Settings

/// `kind = broker`: copies every message of one queue to several.
public struct BrokerWorker: Worker {
    /// Messages per script: large enough to hide the round trip, small enough not to keep others waiting.
    private static let batch = 512

    private let context: WorkerContext
    private let fanOut: FanOut

    /// A broker.
    public init(_ settings: BrokerSettings, in context: WorkerContext) {
        self.context = context
        fanOut = FanOut(context.client, from: settings.listento, to: settings.fanout, maxlength: context.maxlength)
    }

    /// Moves messages until the stop is requested; none is ever held.
    public mutating func run() throws {
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
