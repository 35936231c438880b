import Actions

/// A good line, on its way into Redis.
struct ReceivedAction: Sendable {
    /// The connection that sent it.
    let client: Int
    /// The action.
    let name: String
    /// What was said of it.
    let value: ActionValue
}
