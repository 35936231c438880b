public import PluginAPI

/// The line that is to be explained.
public struct SubjectLine: Sendable {
    /// The line; its id where it is known.
    public let message: LogMessage
    /// Where it stands, if it stands in a file: `/var/log/access.log:17`.
    public internal(set) var position: String?
    /// Why it cannot be in a queue: the tail has not come to it.
    public internal(set) var notRead: String?
}

/// Why there is nothing to explain. One line of text.
public struct LineNotFound: Error, CustomStringConvertible {
    /// The line of text.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// `FILE:NUMBER`, as people name a line.
public struct FileLine: Sendable {
    /// The file; relative: to the directory of `loglines.cfg`, or to where the user is.
    public let path: String
    /// From 1.
    public let number: Int

    init(path: String, number: Int) {
        self.path = path
        self.number = number
    }

    /// Reads `FILE:NUMBER`; nil when it is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
            let number = Int(text[text.index(after: colon)...]), number > 0
        else { return nil }
        path = String(text[..<colon])
        self.number = number
    }
}
