/// Who is to be told of what: every line is news to everybody but its sender.
public struct NewsTurns: Sendable {
    /// How many lines there have been.
    public private(set) var newest = 0
    private var sender = -1
    /// The last line that somebody else than the last one's sender has sent.
    private var newestOfOthers = 0

    /// No lines yet.
    public init() {}

    /// A line has come.
    /// - Parameter client: Its sender's number.
    public mutating func note(from client: Int) {
        if client != sender {
            newestOfOthers = newest
            sender = client
        }
        newest += 1
    }

    /// Whether there is news to a client.
    /// - Parameter told: What ``newest`` was when it was last told.
    public func isNews(to client: Int, told: Int) -> Bool { (client == sender ? newestOfOthers : newest) > told }
}
