/// What went wrong between us and a store.
public struct StoreError: Error, Equatable, CustomStringConvertible {
    /// What the caller can do about it.
    public enum Kind: Sendable {
        /// The store cannot be reached or cannot do it now, or somebody has to change something first: wait and try again.
        case unavailable
        /// The store did not take a value: trying again with the same changes nothing.
        case data
        /// There is no store yet, and whoever only reads makes none.
        case absent
        /// The reader was told to give up.
        case stopped
    }

    /// What the caller can do about it.
    public let kind: Kind

    /// One line, without secrets.
    public let description: String

    /// The store cannot be used now.
    static func unavailable(_ text: String) -> StoreError { StoreError(kind: .unavailable, description: text) }

    /// The store did not take a value.
    static func data(_ text: String) -> StoreError { StoreError(kind: .data, description: text) }

    /// There is no store.
    static func absent(_ store: String) -> StoreError {
        StoreError(kind: .absent, description: "\(store): there is no store yet; a recorder makes it when it starts")
    }

    /// The reader was told to give up.
    static func stopped(_ store: String) -> StoreError {
        StoreError(kind: .stopped, description: "\(store): reading was stopped")
    }

    /// The tables are those of an earlier version, and whoever only reads leaves them so.
    static func older(_ store: String) -> StoreError {
        .unavailable(
            "\(store): the tables are those of an earlier loglines; restart the recorder, or loglines store migrate")
    }

    /// The store is one that is only written to.
    package static func onlyWritten(_ store: String) -> StoreError {
        .unavailable("\(store): loglines only writes to it; read it with its own tools")
    }

    /// The tables were made by a version that knows more of them.
    static func newer(_ store: String) -> StoreError {
        .unavailable("\(store): the tables were made by a newer loglines; use that one")
    }
}
