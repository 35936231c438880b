/// One line as it came from the queue: what a parser plugin is given.
public struct LogMessage: Sendable, Equatable {
    /// The repository the line belongs to: the ID of its `[service_ID]` section.
    public var service: String

    /// The log line, byte for byte, without its line end. Not always UTF-8.
    public var line: [UInt8]

    /// Where the line came from, unique per line; nil for messages that were pushed by hand without one.
    public var id: String?

    /// A message of a service.
    /// - Parameters:
    ///   - service: The ID of the `[service_ID]` section.
    ///   - line: The log line without its line end.
    ///   - id: The line's source position, if known.
    public init(service: String, line: [UInt8], id: String? = nil) {
        self.service = service
        self.line = line
        self.id = id
    }
}
