import Logging
import Queues

/// What waits on disk for room in one queue: the files, and how far Redis has acknowledged them.
struct Spill {
    /// The queue.
    let queue: String

    /// Its key in Redis.
    let key: String

    private(set) var position: SpillPosition

    /// Why nothing comes back at the moment, if the files cannot be read.
    private(set) var trouble: String?

    private var nextAttempt = ContinuousClock.now
    private var folder: SpillFolder

    /// What was read ahead and found no room.
    private var ahead: SpillFolder.Batch?

    /// Reads how the spill stands, and cuts off what was not acknowledged.
    /// - Throws: ``FileError``, ``RedisError``, ``RedisClient/Stopped``.
    init(of queue: String, in parent: String, host: String, _ moves: IsolatingFanOut, _ log: Logger) throws {
        self.queue = queue
        folder = SpillFolder(path: "\(parent)/\(SpillPath.encoded(queue))")
        key = QueueKeys.spill(host: host, path: folder.path)
        if let known = try moves.position(key) {
            position = known
        } else {
            let files = try folder.putAside()
            if files > 0 {
                log.error(
                    "Redis knows nothing of spilled messages, put them aside",
                    metadata: ["folder": "\(folder.path)", "files": "\(files)"])
            }
            try moves.create(key, of: queue)
            position = SpillPosition()
        }
        try folder.cut(to: position.size)
        folder.retire(upTo: position.read, of: position.size)
    }

    /// Appends messages; they count once ``acknowledge(_:_:)`` says so.
    /// - Throws: ``FileError``.
    mutating func append(_ messages: [[UInt8]]) throws -> IsolatingFanOut.Growth {
        let end = try folder.append(messages, at: position.size)
        return IsolatingFanOut.Growth(key: key, from: position.size, to: end)
    }

    /// Says that Redis has acknowledged messages that were appended.
    mutating func acknowledge(_ growth: IsolatingFanOut.Growth, _ messages: Int) {
        position.size = growth.to
        position.messages += messages
    }

    /// Gives up to `limit` messages to the queue. Files that cannot be read are tried again after a second, as if the queue
    /// were full: other queues have nothing to do with it.
    /// - Returns: What became of them; nil: the connection is a new one.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    mutating func refill(_ limit: Int, _ moves: IsolatingFanOut, _ log: Logger) throws -> IsolatingFanOut.Refill? {
        guard trouble == nil || ContinuousClock.now >= nextAttempt else { return .full }
        do {
            let result = try move(limit, moves, log)
            trouble = nil
            return result
        } catch let error as FileError {
            if trouble != error.description {
                log.error("Cannot read spilled messages", metadata: ["reason": "\(error)"])
            }
            trouble = error.description
            nextAttempt = .now + .seconds(1)
            return .full
        }
    }

    private mutating func move(_ limit: Int, _ moves: IsolatingFanOut, _ log: Logger) throws -> IsolatingFanOut.Refill?
    {
        let batch = try ahead ?? folder.read(from: position.read, to: position.size, limit)
        ahead = batch
        let result = try moves.refill(queue, batch.messages, key: key, from: position.read, to: batch.end)
        guard result == .moved else { return result }
        if batch.missing > 0 {
            log.error(
                "Spilled messages are gone: somebody has removed or cut files",
                metadata: ["folder": "\(folder.path)", "bytes": "\(batch.missing)"])
        }
        ahead = nil
        position.read = batch.end
        position.messages = position.isEmpty ? 0 : position.messages - batch.messages.count
        folder.retire(upTo: position.read, of: position.size)
        return result
    }

    /// Removes files of which everything came back some time ago.
    /// - Throws: ``FileError``.
    mutating func sweep(after grace: Duration) throws { try folder.sweep(after: grace) }
}
