import Hummingbird
import Inspection
import Mending
import Queues
import Settings

/// One message of a queue, decoded.
struct LookedInto {
    /// The message as it lies there.
    let message: ListedMessage
    /// What can be said of it.
    let decoded: DecodedMessage

    /// Finds a message by its reference, and decodes it.
    /// - Parameter body: Makes of it what is wanted, off the threads that serve others.
    /// - Throws: 404 when it is no longer there, and as ``QueueCall/run(_:_:_:)``.
    static func find<Value: Sendable>(
        _ reference: String, _ query: MessageQuery, _ services: ConsoleServices, _ configuration: Configuration,
        _ body: @escaping @Sendable (LookedInto) throws -> Value
    ) async throws -> Value {
        try await QueueCall.run(query.redis, services) { call in
            let references = [try MessageReference(reference)]
            let found = try MessageReference.find(references, in: query.place, MessageReader(call.connection))
            guard let message = found.first else {
                throw HTTPError(.notFound, message: "The message is no longer here: it was taken, moved or removed.")
            }
            let places = MessagePlaces(configuration, redis: query.redis, call.connection)
            let decoded = try DecodedMessage(
                message.payload, at: message.place(in: query.place), configuration, redis: query.redis, places)
            return try body(LookedInto(message: message, decoded: decoded))
        }
    }
}

extension ListedMessage {
    /// Where it is, in the words of a search.
    fileprivate func place(in place: MessagePlace) -> MessageSearch.Place {
        switch place.kind {
        case .waiting: .waiting(queue: place.queue, ahead: position)
        case .inFlight: .claimed(worker: worker ?? "", queue: place.queue)
        case .retry: .retry(queue: place.queue, due: Int64(due ?? 0))
        case .failed:
            .failed(
                queue: place.queue, reason: failure?.error ?? "", when: failure?.when ?? "",
                worker: failure?.worker ?? "")
        }
    }
}
