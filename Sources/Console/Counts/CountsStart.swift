/// From when is counted: `since=` of the topic.
enum CountsStart: Hashable {
    /// The moment in which somebody begins to listen.
    case now
    /// A moment, in milliseconds since 1970.
    case moment(Int)
    /// So many milliseconds ago, whenever it is.
    case ago(Int)
    /// The beginning of the day in UTC.
    case midnight
    /// When the console began to count.
    case start

    private static let minute = 60_000
    private static let day = 86_400_000

    /// Reads `now`, `5m`, `midnight`, `start`, and milliseconds since 1970; nil: it is none of these.
    init?(_ text: some StringProtocol) {
        switch text {
        case "now": self = .now
        case "midnight": self = .midnight
        case "start": self = .start
        default:
            let isAgo = text.last == "m"
            guard let number = Int(isAgo ? text.dropLast() : text[...]), number >= 0, !isAgo || number <= 1_440 else {
                return nil
            }
            self = isAgo ? .ago(number * Self.minute) : .moment(number)
        }
    }

    /// The moment, in milliseconds since 1970.
    /// - Parameters:
    ///   - begun: When counting began.
    ///   - now: In milliseconds since 1970.
    func moment(begun: Int, now: Int) -> Int {
        switch self {
        case .now: now
        case .moment(let moment): moment
        case .ago(let time): now - time
        case .midnight: now - now % Self.day
        case .start: begun
        }
    }
}
