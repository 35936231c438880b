public import PluginAPI

/// An interface that can be asked what a reference stands for: makes the address that answers, and reads the answer. Pure;
/// who sends the request is another's business.
public protocol LookupSource: Sendable {
    /// What settings and messages call it (`dspace-rest`, `oai-pmh`).
    static var name: String { get }

    /// The address (GET) that answers.
    /// - Returns: nil when a reference of this kind cannot be asked here.
    func address(for reference: Reference) -> String?

    /// Reads an answer.
    /// - Parameters:
    ///   - status: The HTTP status, after redirects.
    ///   - body: What came with it.
    ///   - reference: What was asked.
    func read(status: Int, body: [UInt8], for reference: Reference) -> LookupVerdict
}

/// What an answer says.
public enum LookupVerdict: Sendable, Equatable {
    /// This is what the reference stands for.
    case found(Finding)

    /// Half of the answer: this address must be asked next (GET).
    case ask(String)

    /// The interface knows nothing of it, and this is what it said.
    case unknown(String)

    /// There was no answer, and the interface is to be asked again later.
    case failed(String)
}
