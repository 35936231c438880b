/// What somebody who has logged in may do.
public enum Role: String, Sendable, Codable {
    /// Look at everything.
    case reader
    /// Look, and change.
    case `operator`
}

/// Somebody who has logged in.
public struct Identity: Sendable, Equatable {
    /// The name, which the audit log has.
    public let name: String
    /// What they may do.
    public let role: Role
}
