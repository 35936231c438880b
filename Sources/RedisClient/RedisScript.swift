/// A Lua script, which the server runs as one step.
public struct RedisScript: Sendable, Hashable {
    /// Its text.
    public let source: String

    /// Made once: the text is long, and is looked up with every call.
    private let hash: Int

    /// A script of its text.
    public init(_ source: String) {
        self.source = source
        hash = source.hashValue
    }

    /// Feeds what stands for the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
