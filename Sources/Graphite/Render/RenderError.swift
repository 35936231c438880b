/// What is wrong with a request to draw, in one line.
public struct RenderError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    /// Something is wrong.
    public init(_ description: String) { self.description = description }
}
