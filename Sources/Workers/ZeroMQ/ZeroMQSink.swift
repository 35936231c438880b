import Digests
import Logging
import Queues
import RedisClient
import Settings

/// Puts messages of ZeroMQ into a queue, each once, though the answer to a push may be lost. The messages of a start of the
/// worker are numbered; Redis holds the number of the last one, and both change in one step.
final class ZeroMQSink {
    private let settings: ZeroMQSettings
    private let context: WorkerContext
    private let pusher: LinePusher
    /// Pushes also to a full queue.
    private let lastPusher: LinePusher
    private let key: String
    /// What names these numbers in the ids of messages.
    private var generation = ZeroMQSink.newGeneration()
    /// How many messages have been pushed under that name.
    private var pushed: UInt64 = 0
    /// Where the record in Redis stands, `GENERATION:NUMBER`; nil: it has not been read.
    private var stands: String?

    init(_ settings: ZeroMQSettings, in context: WorkerContext) {
        self.settings = settings
        self.context = context
        key = QueueKeys.subscription(context.worker)
        func pusher(maxlength: Int) -> LinePusher {
            LinePusher(
                context.client, queue: settings.pushto, worker: context.worker, maxlength: maxlength, expiry: 7 * 86_400
            )
        }
        self.pusher = pusher(maxlength: context.maxlength)
        lastPusher = pusher(maxlength: 0)
    }

    /// Pushes a batch. While the queue is full it waits; a worker that is to end pushes nevertheless, since nobody else has
    /// these messages.
    /// - Throws: `RedisError`, `RedisClient.Stopped`.
    func push(_ batch: ZeroMQBatch) throws {
        while true {
            let expected = try stands ?? Self.position(pusher.checkpoint(key))
            let lines = batch.lines(origin: generation, first: pushed, service: settings.servicename)
            let next = ["generation": generation, "offset": String(pushed + UInt64(batch.count))]
            let pusher = context.stop.isRequested ? lastPusher : pusher
            switch try pusher.push(lines, key: key, from: expected, to: next) {
            case .moved(let fields) where fields["generation"] == generation && fields["offset"] == next["offset"]:
                // The answer to the push was lost.
                fallthrough
            case .accepted:
                pushed += UInt64(batch.count)
                stands = Self.position(next)
                return context.progress.count(done: lines.accepted.count, failed: lines.refused.count)
            case .moved(let fields): forgotten(fields)
            case .full: context.waitForRoom(in: settings.pushto)
            }
        }
    }

    /// Redis went back, or the record is too old. No number is used twice: what had it may have gone on to a tracker or a store.
    private func forgotten(_ fields: [String: String]) {
        if fields["generation"] == generation, let offset = fields["offset"].flatMap(UInt64.init), offset < pushed {
            let text = "Redis has forgotten the last \(pushed - offset) messages; their senders do not send them again"
            context.log.warning("\(text)")
            context.progress.error(text)
        }
        (generation, pushed, stands) = (Self.newGeneration(), 0, Self.position(fields))
    }

    private static func newGeneration() -> String { ContentHash.Value.digits(.random(in: .min ... .max)) }

    private static func position(_ fields: [String: String]) -> String {
        guard let generation = fields["generation"], let offset = fields["offset"] else { return "" }
        return "\(generation):\(offset)"
    }
}
