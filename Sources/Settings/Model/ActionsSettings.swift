/// `kind = actions`.
public struct ActionsSettings: Sendable, Equatable {
    /// Where action lines are taken (TCP).
    public var listen = HostPort(host: "127.0.0.1", port: 1025)
    /// How many values of each action are kept.
    public var history = 10
    /// The queue that gets the lines as messages; nil: nobody.
    public var pushto: String?
    /// The service that the messages carry.
    public var servicename = "actions"

    /// The defaults.
    public init() {}

    /// The keys of `kind = actions`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listen", \.listen, .hostPort, "where action lines are taken"),
        SettingKey("history", \.history, .wholeNumber(1...10_000), "how many values of each action are kept"),
        SettingKey("pushto", \.pushto, .optionalText, "the queue that gets the lines; empty: none"),
        SettingKey("servicename", \.servicename, .text, required: true, "the service that the messages carry"),
    ]
}
