/// What became of a hit, as live pages colour it.
public enum LiveVerdict: String, Sendable, Codable, CaseIterable {
    /// A request that counts.
    case download
    /// An investigation that counts.
    case view
    /// By somebody on the list of robots.
    case robot
    /// By somebody on the list of AI agents.
    case agent
    /// One of two clicks of the same user on the same thing.
    case doubleClick = "double_click"
    /// Any other hit that does not count.
    case noItem = "no_item"
    /// The line cannot be read.
    case error
}
