/// What went wrong between us and PostgreSQL.
public struct PostgresError: Error, Equatable, CustomStringConvertible {
    /// What the caller can do about it.
    public enum Kind: Sendable {
        /// The server cannot be reached or cannot do it now: wait and try again.
        case unavailable
        /// The server did not take a value: trying again with the same changes nothing.
        case data
        /// The server understood and refused: somebody has to change something first.
        case refused
    }

    /// What the caller can do about it.
    public let kind: Kind

    /// The server's code (PostgreSQL's manual, appendix A); empty when it did not answer.
    public let state: String

    /// One line, without secrets.
    public let description: String

    /// The server cannot be reached.
    static func unavailable(_ text: String) -> PostgresError {
        PostgresError(kind: .unavailable, state: "", description: text.oneLine)
    }

    /// What the server answered.
    static func answer(state: String, _ text: String) -> PostgresError {
        PostgresError(kind: Kind(state: state), state: state, description: text.oneLine)
    }
}

extension PostgresError.Kind {
    /// Classes of codes that pass: connection, rollback (deadlock, serialisation), resources (disk, memory, connections), a
    /// lock, an operator who shuts it down, the operating system, corruption that a restart mends or somebody must.
    private static let passing: Set<Substring> = ["", "08", "40", "53", "55", "57", "58", "XX"]

    /// Wrong values, broken constraints, and what is larger than the server takes.
    private static let values: Set<Substring> = ["22", "23", "54"]

    fileprivate init(state: String) {
        let kind = state.prefix(2)
        self = Self.passing.contains(kind) ? .unavailable : Self.values.contains(kind) ? .data : .refused
    }
}

extension String {
    /// The text with a blank in place of line ends.
    var oneLine: String {
        split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }.joined(separator: " ")
    }
}
