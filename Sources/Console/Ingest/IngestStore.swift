import HTTPTypes
import Queues
import RedisClient
import Settings

/// What an upload reads from Redis and writes there.
final class IngestStore {
    private let plan: IngestPlan
    private let client: RedisClient
    private let pusher: LinePusher
    private let patience: IngestPatience
    private let outage: Outage
    /// Names this request in the records that it writes.
    private let upload = String(RandomToken.make().prefix(16))

    /// Why Redis could not be reached last.
    private final class Outage {
        var reason = ""
    }

    /// - Parameter sign: Called now and then while it waits.
    init(_ plan: IngestPlan, sign: @escaping @Sendable () -> Void) {
        let (patience, outage) = (IngestPatience(plan.wait, sign: sign), Outage())
        (self.plan, self.patience, self.outage) = (plan, patience, outage)
        client = RedisClient(plan.redis, pause: patience.pause) { event in
            if case .lost(let error) = event { outage.reason = error.description }
        }
        pusher = LinePusher(
            client, queue: plan.entry.queue, worker: "ingest", maxlength: plan.maxlength, expiry: IngestRecord.lifetime)
    }

    /// Whether this request wrote a record.
    func isOurs(_ record: IngestRecord) -> Bool { record.upload == upload }

    /// How much of a content has been taken.
    /// - Throws: ``IngestProblem``.
    func record(_ generation: String) throws -> IngestRecord {
        patience.renew()
        let fields = try reached { try pusher.checkpoint(plan.recordKey(generation)) }
        return IngestRecord(fields: fields) ?? IngestRecord(generation: generation)
    }

    /// Pushes lines, and moves the record with them.
    /// - Returns: How far the content has come: as `next` says, or further where the same is sent by another request too.
    /// - Throws: ``IngestProblem``.
    func push(_ lines: FileLines, _ known: IngestRecord, _ next: IngestRecord) throws -> IngestRecord {
        var next = next
        next.upload = upload
        let key = plan.recordKey(next.generation)
        patience.renew()
        while true {
            switch try reached({ try pusher.push(lines, key: key, from: known.position, to: next.fields) }) {
            case .accepted: return next
            case .full:
                guard patience.pause(.milliseconds(100)) else {
                    throw IngestProblem(
                        .serviceUnavailable,
                        "\(plan.entry.queue) is full (\(plan.maxlength) messages); send the same again later",
                        retryAfter: 10)
                }
            case .moved(let fields): return try moved(IngestRecord(fields: fields), known, next)
            }
        }
    }

    /// The answer to the same step was lost, or another request with the same body took it.
    private func moved(_ found: IngestRecord?, _ known: IngestRecord, _ next: IngestRecord) throws -> IngestRecord {
        guard let found, found.generation == next.generation, found.offset >= known.offset else {
            throw IngestProblem(
                .serviceUnavailable, "Redis has forgotten the last seconds; send the same again", retryAfter: 1)
        }
        guard found.offset >= next.offset, found.offset > next.offset || found.hash == next.hash else {
            throw IngestProblem(
                .conflict, "another request sends the same body, or one that begins so; send it again later",
                retryAfter: 1)
        }
        return found
    }

    /// Does something with Redis, which may be away for a while.
    private func reached<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch is RedisClient.Stopped {
            throw IngestProblem(
                .serviceUnavailable, "Redis is away: \(outage.reason); send the same again later", retryAfter: 10)
        } catch let error as RedisError {
            throw IngestProblem(.serviceUnavailable, "Redis refuses: \(error)")
        }
    }
}
