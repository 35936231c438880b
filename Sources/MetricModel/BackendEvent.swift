/// What happens to a backend that whoever runs it should know.
public enum BackendEvent: Sendable, Equatable, CustomStringConvertible {
    /// What it passes metrics on to is away, or takes none; said once per outage.
    case away(reason: String)
    /// It takes metrics again.
    case back(after: Duration)
    /// So many values will never be passed on.
    case lost(values: Int, reason: String)

    /// In words, for a log.
    public var description: String {
        switch self {
        case .away(let reason): "away: \(reason)"
        case .back(let outage): "back after \(outage / .seconds(1)) s"
        case .lost(let values, let reason): "\(values) values are lost: \(reason)"
        }
    }
}
