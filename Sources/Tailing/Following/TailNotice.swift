/// Something that a user should know of a followed log; one line.
public struct TailNotice: Sendable, Equatable, CustomStringConvertible {
    /// What.
    public let description: String

    /// Whether something is wrong; else something is as it should be again.
    public let isTrouble: Bool

    static func trouble(_ text: String) -> TailNotice { TailNotice(description: text, isTrouble: true) }
    static func good(_ text: String) -> TailNotice { TailNotice(description: text, isTrouble: false) }
}
