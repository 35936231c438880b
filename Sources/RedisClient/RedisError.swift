/// What went wrong between us and Redis.
public struct RedisError: Error, Equatable, CustomStringConvertible {
    /// What the caller can do about it.
    public enum Kind: Sendable {
        /// The server cannot be reached or cannot serve now: wait and try again.
        case unavailable
        /// The server understood and refused: trying again changes nothing.
        case refused
    }

    /// What the caller can do about it.
    public let kind: Kind

    /// One line, without secrets.
    public let description: String

    private init(kind: Kind, description: String) {
        self.kind = kind
        self.description = description
    }

    /// The server cannot be reached or cannot serve now.
    public static func unavailable(_ text: String) -> RedisError { RedisError(kind: .unavailable, description: text) }

    /// The server understood and refused.
    public static func refused(_ text: String) -> RedisError { RedisError(kind: .refused, description: text) }

    /// Answers that mean "not now": the server is loading, full, a replica, being failed over (a master that is demoted
    /// wakes who blocks on it with UNBLOCKED), or its password was changed and our settings will follow.
    private static let passing: Set<String> = [
        "LOADING", "OOM", "READONLY", "MISCONF", "BUSY", "TRYAGAIN", "MASTERDOWN", "CLUSTERDOWN", "NOREPLICAS",
        "NOAUTH", "WRONGPASS", "NOPERM", "UNKILLABLE", "UNBLOCKED",
    ]

    /// The error that an error answer of the server stands for.
    init(answer: String) {
        let code = answer.prefix { $0 != " " }
        let isWrongPassword = answer.contains("invalid password") || answer.contains("max number of clients")
        kind = RedisError.passing.contains(String(code)) || isWrongPassword ? .unavailable : .refused
        description = answer
    }
}
