@testable import Tailing

/// Redis is away.
struct SinkIsAway: Error {}

/// A sink that keeps everything, with Redis' faults on demand.
final class MemorySink: LineSink {
    /// A stored line.
    struct Entry: Equatable {
        let id: String
        let text: String
        let isTooLong: Bool
    }

    /// All that a Redis would hold.
    struct Contents {
        var checkpoints: [String: Checkpoint] = [:]
        var entries: [Entry] = []
    }

    var contents = Contents()
    /// How many of the next calls throw before they store anything.
    var refusals = 0
    /// How many of the next pushes are stored and throw all the same: the answer got lost.
    var lostAnswers = 0
    /// How many pushes came.
    private(set) var pushes = 0

    var texts: [String] { contents.entries.map(\.text) }

    func checkpoint(for path: String) throws -> Checkpoint? {
        try refuse()
        return contents.checkpoints[path]
    }

    func push(_ batch: LineBatch, path: String, from: Checkpoint?, to: Checkpoint) throws -> PushResult {
        pushes += 1
        try refuse()
        let stored = contents.checkpoints[path]
        guard stored == nil ? from == nil : stored?.isSamePlace(as: from) == true else { return .moved(to: stored) }
        for line in batch.lines {
            let text = batch.withBytes(of: line) { String(decoding: $0, as: UTF8.self) }
            contents.entries.append(Entry(id: batch.id(of: line), text: text, isTooLong: line.isTooLong))
        }
        // Through the fields, as in Redis.
        contents.checkpoints[path] = try Checkpoint(fields: to.fields)
        if lostAnswers > 0 {
            lostAnswers -= 1
            throw SinkIsAway()
        }
        return .accepted
    }

    private func refuse() throws {
        guard refusals > 0 else { return }
        refusals -= 1
        throw SinkIsAway()
    }
}
