import FoundationEssentials
import TestKit
import Testing

/// What `loglines ledger --json` says, as far as the accounts know it too.
struct LedgerFigures: Equatable {
    /// One queue in which lines end.
    struct Branch: Equatable, Decodable {
        let queue: String
        let read: Int
        let pushed: Int
        let accepted: Int
        let excluded: Int
        let malformed: Int
        let failed: Int
        let waiting: Int
    }

    /// The queues in order.
    let branches: [Branch]
    /// Whether counters and queues agree.
    let closes: Bool

    /// What the program says.
    init(_ plant: Plant) throws {
        struct Answer: Decodable {
            let ledgers: [Branch]
            let closes: Bool
        }
        let answer = try loglines(["ledger", "--json"], in: plant.directory)
        try #require(answer.code == 0, "\(answer)")
        let decoded = try JSONDecoder().decode(Answer.self, from: Data(answer.output.utf8))
        branches = decoded.ledgers.sorted { $0.queue < $1.queue }
        closes = decoded.closes
    }

    /// What it must say.
    init(of accounts: Accounts) {
        let (written, uses, empty) = (accounts.written, accounts.uses, accounts.empty)
        branches = [
            Branch(
                queue: "archive", read: written + empty, pushed: 0, accepted: written + empty, excluded: 0,
                malformed: 0,
                failed: 0, waiting: 0),
            Branch(
                queue: "pirus2", read: written + empty, pushed: 0, accepted: uses, excluded: written - uses,
                malformed: empty, failed: 0, waiting: 0),
        ]
        closes = true
    }
}
