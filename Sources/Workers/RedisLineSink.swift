import Logging
import Queues
import RedisClient
import Settings
import Tailing

/// Puts followed lines into a queue, with their file's checkpoint.
final class RedisLineSink: LineSink {
    private let context: WorkerContext
    private let service: String
    private let queue: String
    private let maxline: Int
    private let pusher: LinePusher

    init(_ settings: TailSettings, in context: WorkerContext) {
        self.context = context
        service = settings.servicename
        queue = settings.pushto
        maxline = settings.maxline
        pusher = LinePusher(
            context.client, queue: settings.pushto, worker: context.worker, maxlength: context.maxlength)
    }

    func checkpoint(for path: String) throws -> Checkpoint? {
        try checkpoint(fields: pusher.checkpoint(key(path)))
    }

    func push(_ batch: LineBatch, path: String, from: Checkpoint?, to: Checkpoint) throws -> PushResult {
        var lines = FileLines(in: batch.bytes, origin: batch.generation, service: service)
        lines.accepted.reserveCapacity(batch.lines.count)
        for line in batch.lines {
            let queued = FileLines.Line(range: line.range, offset: line.offset)
            if line.isTooLong {
                lines.refused.append(
                    (queued, "the line has \(line.range.count) bytes; maxline is \(maxline)", .tooLong))
            } else {
                lines.accepted.append(queued)
            }
        }
        let position = from.map { "\($0.generation):\($0.offset)" } ?? ""
        while true {
            switch try pusher.push(lines, key: key(path), from: position, to: to.fields) {
            case .accepted:
                context.progress.count(done: lines.accepted.count, failed: lines.refused.count)
                return .accepted
            case .moved(let fields):
                let stored = try checkpoint(fields: fields)
                report(stored, path: path, expected: from)
                return .moved(to: stored)
            case .full:
                context.waitForRoom(in: queue)
                if context.stop.isRequested { throw RedisClient.Stopped() }
            }
        }
    }

    /// Says what Redis has forgotten: those lines are pushed again, and what became of them is forgotten too.
    private func report(_ stored: Checkpoint?, path: String, expected: Checkpoint?) {
        guard let expected else { return }
        let place = stored.map { "byte \($0.offset)" } ?? "nowhere: it is gone"
        context.log.notice(
            "The checkpoint does not stand where it was left; reading goes on from there",
            metadata: ["file": "\(path)", "left": "byte \(expected.offset)", "stands": "\(place)"])
    }

    private func key(_ path: String) -> String { QueueKeys.checkpoint(host: context.host, path: path) }

    private func checkpoint(fields: [String: String]) throws -> Checkpoint? {
        fields.isEmpty ? nil : try Checkpoint(fields: fields)
    }
}
