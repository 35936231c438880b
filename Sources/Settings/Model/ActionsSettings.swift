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
    /// Lines that the original would not take end the connection.
    public var strict = false
    /// How many clients may be connected at once.
    public var maxclients = 4_096
    /// Lines per second that each client may send; what is more waits with the client.
    public var linerate = 1_000
    /// How many actions there may be.
    public var maxactions = 10_000

    /// The defaults.
    public init() {}

    /// The keys of `kind = actions`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listen", \.listen, .hostPort, "where action lines are taken"),
        SettingKey("history", \.history, .wholeNumber(1...10_000), "how many values of each action are kept"),
        SettingKey("pushto", \.pushto, .optionalText, "the queue that gets the lines; empty: none"),
        SettingKey("servicename", \.servicename, .text, "the service that the messages carry"),
        SettingKey("strict", \.strict, .flag, "what the original would not take ends the connection"),
        SettingKey("maxclients", \.maxclients, .wholeNumber(1...60_000), "clients that may be connected at once"),
        SettingKey("linerate", \.linerate, .wholeNumber(1...1_000_000), "lines a second that each client may send"),
        SettingKey("maxactions", \.maxactions, .wholeNumber(1...1_000_000), "actions that there may be"),
    ]
}
