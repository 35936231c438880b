import PluginAPI
public import Queues
public import Settings

/// An entry of a queue with all that can be said of it.
public struct DecodedMessage {
    /// The entry as it lies there.
    public let entry: [UInt8]
    /// What it says; nil: it is no message.
    public let envelope: MessageEnvelope?
    /// What is decided of its line, what the trackers are told, and what has happened to it; nil: it is no message, or
    /// belongs to no service.
    public let explanation: Explanation?
    /// Why there is no explanation, in one line; nil: there is.
    public let problem: String?

    /// Decodes an entry. No queue is read for it.
    /// - Parameters:
    ///   - entry: The entry; of a failed list the record's message (`FailureRecord.payload`).
    ///   - place: Where it was found.
    ///   - redis: The name of a `[redis_NAME]` section; "" for `[redis]`.
    /// - Throws: `RedisError`, and what keeps the journals from being read.
    public init(
        _ entry: [UInt8], at place: MessageSearch.Place, _ configuration: Configuration, redis: String,
        _ places: MessagePlaces
    ) throws {
        self.entry = entry
        let envelope: MessageEnvelope
        do {
            envelope = try MessageEnvelope(json: entry)
        } catch {
            (self.envelope, explanation, problem) = (nil, nil, "\(error)")
            return
        }
        self.envelope = envelope
        do {
            explanation = try Explanation(
                of: SubjectLine(message: envelope.message), configuration, redis: redis, places,
                at: [MessageSearch.Found(place: place, envelope: envelope)])
            problem = nil
        } catch let missing as LineNotFound {
            (explanation, problem) = (nil, missing.description)
        }
    }

    /// The message, `tries` included, with its explanation as `loglines explain --json` prints it.
    public var json: JSONText {
        .object([
            ("service", .optional(envelope?.message.service)), ("logline", .optional(envelope?.message.line)),
            ("id", .optional(envelope?.message.id)), ("tries", envelope.map { .number($0.tries) } ?? .null),
            ("entry", .bytes(entry)), ("error", .optional(problem)), ("explanation", explanation?.json ?? .null),
        ])
    }
}
