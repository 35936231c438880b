import PluginAPI
public import Queues

/// Which messages of a place are meant.
public struct MessageFilter: Sendable, Equatable {
    /// Only those that have this text in their line, id or service, or in the reason; letters of ASCII in any case.
    public var search: String?
    /// Only those whose reason has this text in it.
    public var reason: String?
    /// Only those whose message has this text in it, as it lies in the queue.
    public var message: String?
    /// Only those that were given up for the same reason; see `FailureGroup`.
    public var group: String?

    /// A filter.
    public init(search: String? = nil, reason: String? = nil, message: String? = nil, group: String? = nil) {
        self.search = search
        self.reason = reason
        self.message = message
        self.group = group
    }

    /// Whether it lets everything through.
    public var isEmpty: Bool { self == MessageFilter() }

    /// Whether a message is meant.
    public func isMet(by found: ListedMessage) -> Bool {
        if let reason, found.failure?.error.contains(reason) != true { return false }
        if let message, !String(decoding: found.payload, as: UTF8.self).contains(message) { return false }
        if let group, found.failure.map({ FailureGroup.reason(of: $0) }) != group { return false }
        return search.map { Self.texts(of: found).contains(where: Needle($0).isIn) } ?? true
    }

    private static func texts(of found: ListedMessage) -> [[UInt8]] {
        let reason = found.failure.map { Array($0.error.utf8) } ?? []
        do {
            let message = try found.envelope().message
            return [message.line, Array((message.id ?? "").utf8), Array(message.service.utf8), reason]
        } catch {
            // What is no message is searched as it lies there.
            return [found.payload, reason]
        }
    }
}

/// A text that is looked for.
private struct Needle {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = text.utf8.map(Self.small) }

    func isIn(_ text: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        guard text.count >= bytes.count else { return false }
        for start in 0...text.count - bytes.count where Self.small(text[start]) == first {
            if bytes.indices.allSatisfy({ Self.small(text[start + $0]) == bytes[$0] }) { return true }
        }
        return false
    }

    private static func small(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
