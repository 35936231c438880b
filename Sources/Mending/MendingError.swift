/// Why something cannot be done with messages: one line for people.
public struct MendingError: Error, CustomStringConvertible, Equatable {
    /// The line.
    public let description: String

    init(_ description: String) { self.description = description }
}
