import Digests
public import Queues

/// What a page calls a message by: a digest of its bytes, and where it lay. So nobody can change another message than the one
/// that was shown, whatever lies there by now.
///
/// As text it is `PLACE-DIGEST`: how many messages lay before it, or when it is due; and SHA-256 in hexadecimal.
public struct MessageReference: Hashable, Sendable, CustomStringConvertible {
    private let place: Int
    private let digest: [UInt8]

    /// What a message is called by.
    public init(_ message: ListedMessage) {
        place = message.due ?? message.position
        digest = SHA256.digest(of: message.entry)
    }

    /// Reads what ``description`` gave.
    /// - Throws: ``MendingError`` when it is something else.
    public init(_ text: String) throws {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let place = Int(parts[0]), place >= 0, parts[1].utf8.count == 64 else {
            throw MendingError("'\(text.prefix(100))' is what no message is called by")
        }
        let digits = Array(parts[1].utf8)
        digest = try stride(from: 0, to: 64, by: 2).map { index in
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                throw MendingError("'\(text.prefix(100))' is what no message is called by")
            }
            return byte
        }
        self.place = place
    }

    /// `17-9f86d081…`
    public var description: String {
        "\(place)-" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether it is a message's.
    func isOf(_ message: ListedMessage) -> Bool { digest == SHA256.digest(of: message.entry) }

    /// Finds messages by what they are called; not those that are no longer there.
    /// - Parameter references: One that is named twice stands for two equal messages.
    /// - Throws: `RedisError`.
    public static func find(
        _ references: [MessageReference], in place: MessagePlace, _ reader: MessageReader
    ) throws -> [ListedMessage] {
        if place.kind == .retry {
            var search = Search(references)
            for due in Set(references.map(\.place)).sorted() {
                try reader.due(at: due, in: place.queue) { search.look(at: $0) }
            }
            return search.found
        }
        let clusters = references.sorted { $0.place < $1.place }.reduce(into: [[MessageReference]]()) {
            clusters, next in
            if let first = clusters.last?.first, next.place - first.place <= slack {
                clusters[clusters.count - 1].append(next)
            } else {
                clusters.append([next])
            }
        }
        return try clusters.flatMap { try find(near: $0, in: place, reader) }
    }

    /// Looks where they lay; and, since workers take the oldest, nearer to the old end. What a worker gives back there moves them
    /// the other way.
    private static func find(
        near references: [MessageReference], in place: MessagePlace, _ reader: MessageReader
    ) throws -> [ListedMessage] {
        var search = Search(references)
        guard let first = references.first?.place, let last = references.last?.place else { return [] }
        var start = max(0, first - slack)
        var count = last - start + slack
        for _ in 1...windows {
            for message in try reader.portion(of: place, from: start, count).messages { search.look(at: message) }
            if search.isOver || start == 0 { break }
            count = min(start, slack)
            start -= count
        }
        return search.found
    }

    /// How far from where they lay messages are looked for at first; and how many times farther, towards the old end.
    private static let (slack, windows) = (500, 40)

    private struct Search {
        private var wanted: [[UInt8]: Int] = [:]
        private(set) var found: [ListedMessage] = []

        init(_ references: [MessageReference]) {
            for reference in references { wanted[reference.digest, default: 0] += 1 }
        }

        var isOver: Bool { wanted.isEmpty }

        mutating func look(at message: ListedMessage) {
            let digest = SHA256.digest(of: message.entry)
            guard let count = wanted[digest] else { return }
            found.append(message)
            wanted[digest] = count > 1 ? count - 1 : nil
        }
    }
}
