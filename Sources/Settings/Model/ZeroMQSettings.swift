/// `kind = zeromq`.
public struct ZeroMQSettings: Sendable, Equatable {
    /// The senders' addresses, to which it connects.
    public var connect = ["tcp://127.0.0.1:11987"]
    /// How topics begin that it subscribes to, without Moksha's `*`; empty: all.
    public var topic = "httpdlight_http_rawlogs"
    /// The service that the messages carry.
    public var servicename: String
    /// The queue that gets the lines.
    public var pushto: String
    /// The longest line taken, in bytes.
    public var maxline = 65_536

    /// A subscriber.
    public init(pushto: String, servicename: String) {
        self.pushto = pushto
        self.servicename = servicename
    }

    /// The keys of `kind = zeromq`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("connect", \.connect, .senders, "the senders' addresses"),
        SettingKey("topic", \.topic, .topic, "how topics begin that are subscribed to; empty: all"),
        SettingKey("servicename", \.servicename, .text, required: true, "the ID of the [service_ID] they belong to"),
        SettingKey("pushto", \.pushto, .text, required: true, "the queue that gets the lines"),
        SettingKey("maxline", \.maxline, .wholeNumber(256...(16 << 20)), "the longest line taken, in bytes"),
    ]
}
