/// `kind = publisher`.
public struct PublisherSettings: Sendable, Equatable {
    /// The queue that messages are taken from.
    public var listento: String
    /// The Redis channel that gets the events.
    public var channel = "live"

    /// A publisher.
    public init(listento: String) { self.listento = listento }

    /// The keys of `kind = publisher`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listento", \.listento, .text, required: true, "the queue that messages are taken from"),
        SettingKey("channel", \.channel, .channel, "the Redis channel that gets the events"),
    ]
}

extension ValueType<String> {
    /// The name of a Redis channel.
    fileprivate static let channel = ValueType(
        expected: "one word",
        read: { text, _ in
            let name = text.trimmed
            return name.isEmpty || name.contains(where: \.isWhitespace) ? nil : name
        },
        show: { $0 })
}
