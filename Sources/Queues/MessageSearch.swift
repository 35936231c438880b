internal import PluginAPI
public import RedisClient

/// Looks for a message in all places of a Redis where it may be.
public struct MessageSearch {
    /// Where a message was found.
    public enum Place: Sendable, Equatable {
        /// In a queue; so many are taken before it.
        case waiting(queue: String, ahead: Int)
        /// In the hands of a worker, which took it from a queue.
        case claimed(worker: String, queue: String)
        /// It waits for another try, due at that time: milliseconds since 1970.
        case retry(queue: String, due: Int64)
        /// It was given up.
        case failed(queue: String, reason: String, when: String, worker: String)
    }

    /// A message with its place.
    public struct Found: Sendable, Equatable {
        /// Where it is.
        public let place: Place
        /// What it says.
        public let envelope: MessageEnvelope

        /// A message that is at hand, with its place.
        public init(place: Place, envelope: MessageEnvelope) {
            self.place = place
            self.envelope = envelope
        }
    }

    private static let chunk = 1_000

    private let connection: RedisConnection

    /// A search.
    public init(_ connection: RedisConnection) { self.connection = connection }

    /// Finds messages.
    /// - Parameters:
    ///   - queues: The queues in the order in which messages pass them, so that none slips by while it moves on.
    ///   - isWanted: Which messages.
    /// - Throws: ``RedisError``.
    public func messages(in queues: [String], where isWanted: (MessageEnvelope) -> Bool) throws -> [Found] {
        let claimants = try connection.run(RedisCommand("HGETALL", QueueKeys.registry)).fields
        var found: [Found] = []
        for queue in queues {
            let length = try connection.run(RedisCommand("LLEN", queue)).integer ?? 0
            try eachEntry(of: queue) { index, entry in
                guard let envelope = envelope(entry, isWanted) else { return }
                found.append(
                    Found(place: .waiting(queue: queue, ahead: max(0, length - 1 - index)), envelope: envelope))
            }
            for (worker, _) in claimants.filter({ $0.value == queue }).sorted(by: { $0.key < $1.key }) {
                try eachEntry(of: QueueKeys.temp(worker)) { _, entry in
                    guard let envelope = envelope(entry, isWanted) else { return }
                    found.append(Found(place: .claimed(worker: worker, queue: queue), envelope: envelope))
                }
            }
            found += try retries(of: queue, where: isWanted)
            try QueueInspector(connection).eachFailure(of: queue) { record in
                guard let envelope = record.envelope, isWanted(envelope) else { return }
                let place = Place.failed(
                    queue: queue, reason: record.error, when: record.when, worker: record.worker)
                found.append(Found(place: place, envelope: envelope))
            }
        }
        return found
    }

    private func retries(of queue: String, where isWanted: (MessageEnvelope) -> Bool) throws -> [Found] {
        var found: [Found] = []
        var cursor = "0"
        repeat {
            let answer = try connection.run(RedisCommand("ZSCAN", QueueKeys.retry(queue), cursor, "COUNT", "1000"))
            cursor = answer.elements.first?.text ?? "0"
            let pairs = answer.elements.last?.elements ?? []
            for index in stride(from: 0, to: pairs.count - 1, by: 2) {
                guard let entry = pairs[index].bytes, let envelope = envelope(entry, isWanted) else { continue }
                let due = pairs[index + 1].text.flatMap(Double.init) ?? 0
                found.append(Found(place: .retry(queue: queue, due: Int64(due)), envelope: envelope))
            }
        } while cursor != "0"
        return found
    }

    /// Hands out the entries of a list, the newest first: then none is missed when others are taken from the old end.
    private func eachEntry(of list: String, _ body: (_ index: Int, _ entry: [UInt8]) -> Void) throws {
        for start in stride(from: 0, to: Int.max, by: Self.chunk) {
            let range = (String(start), String(start + Self.chunk - 1))
            let entries = try connection.run(RedisCommand("LRANGE", list, range.0, range.1)).elements
            for (index, entry) in entries.enumerated() {
                if let bytes = entry.bytes { body(start + index, bytes) }
            }
            if entries.count < Self.chunk { return }
        }
    }

    private func envelope(_ entry: [UInt8], _ isWanted: (MessageEnvelope) -> Bool) -> MessageEnvelope? {
        do {
            let envelope = try MessageEnvelope(json: entry)
            return isWanted(envelope) ? envelope : nil
        } catch {
            // An entry that is no message is none that was asked for.
            return nil
        }
    }
}

extension MessageSearch.Place: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .waiting(let queue, let ahead): "waits in \(queue), \(ahead) before it"
        case .claimed(let worker, let queue): "in the hands of \(worker), which took it from \(queue)"
        case .retry(let queue, let due):
            "waits in retry:\(queue), due \(UTCTime(secondsSince1970: due / 1_000).rfc3339)"
        case .failed(let queue, let reason, let when, let worker):
            "given up in failed:\(queue) by \(worker) at \(when): \(reason)"
        }
    }
}
