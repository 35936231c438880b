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
        SettingKey("channel", \.channel, .text, required: true, "the Redis channel that gets the events"),
    ]
}
