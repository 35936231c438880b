import PluginAPI
public import Queues

/// What became of all lines, as `loglines ledger` says it.
public struct LedgerReport: Sendable {
    /// What became of a service's lines in one queue.
    public struct Entry: Sendable {
        /// Over all days that were asked for.
        public let total: Ledger
        /// Each day on its own.
        public let days: [(day: LogDay, ledger: Ledger)]

        package init(total: Ledger, days: [(day: LogDay, ledger: Ledger)]) {
            self.total = total
            self.days = days
        }
    }

    /// The first day that was asked for; nil: all before ``to``.
    public let from: LogDay?
    /// The last day that was asked for; nil: all after ``from``.
    public let to: LogDay?
    /// What became of the lines, by service and by the queue where they end.
    public let entries: [Entry]
    /// Whether the counters say what the queues hold.
    public let balances: [LedgerSnapshot.Balance]
    private let unended: Int

    /// Picks from the counters what was asked for.
    /// - Parameters:
    ///   - service: Only this one; nil: all.
    ///   - from: Only lines of this day and later; nil: from the first.
    ///   - to: Only lines of this day and before; nil: to the last.
    public init(_ snapshot: LedgerSnapshot, service: String?, from: LogDay?, to: LogDay?) {
        self.from = from
        self.to = to
        balances = snapshot.balances
        unended = snapshot.unended
        entries = snapshot.services.filter { service == nil || $0 == service }.flatMap { service -> [Entry] in
            let daily = snapshot.daily(of: service).filter { $0.day >= from ?? $0.day && $0.day <= to ?? $0.day }
            let isAll = from == nil && to == nil
            guard let first = daily.first?.day, let last = daily.last?.day else { return [] }
            return snapshot.ledgers(of: service, days: isAll ? nil : first...last).map { total in
                let days = daily.compactMap { day, ledgers in
                    ledgers.first { $0.queue == total.queue }.map { (day: day, ledger: $0) }
                }
                return Entry(total: total, days: days)
            }
        }
    }

    /// Ledgers of lines of which none waits.
    package init(_ entries: [Entry]) {
        (from, to, balances, unended) = (nil, nil, [], 0)
        self.entries = entries
    }

    /// Whether the leaves and what waits are what was read.
    public var closes: Bool { differences.isEmpty }

    /// Where they are not, in words.
    public var differences: [String] {
        let counted = entries.filter { $0.total.waiting < 0 }.map { entry in
            "\(entry.total.queue): of \(entry.total.service) \(-entry.total.waiting) more have ended than were read:"
                + " they came by ways that are no longer configured"
        }
        let held = balances.filter { $0.difference != 0 && $0.expected >= 0 }.map { balance in
            balance.difference > 0
                ? "\(balance.queue): its queues hold \(balance.inLists) messages, \(balance.difference) more than were read"
                    + " and have not ended: pushed by other programs (counted when they end), or moved here by hand"
                : "\(balance.queue): its queues hold \(balance.inLists) messages, \(-balance.difference) fewer than were"
                    + " read and have not ended: moved or removed by hand, or read when no broker filled \(balance.queue)"
        }
        let lost = unended > 0 ? ["\(unended) lines were read into queues from which no enabled worker takes them"] : []
        return counted + held + lost
    }

    /// What `loglines ledger --json` prints.
    public var json: JSONText {
        .object([
            ("ledgers", .array(entries.map(json))),
            (
                "balances",
                .array(
                    balances.map {
                        .object([
                            ("queue", .text($0.queue)), ("in_lists", .number($0.inLists)),
                            ("expected", .number($0.expected)), ("difference", .number($0.difference)),
                        ])
                    })
            ),
            ("closes", .bool(closes)), ("differences", .array(differences.map { .text($0) })),
        ])
    }

    /// What `--json` prints of one service and queue.
    package func json(_ entry: Entry) -> JSONText {
        .object(
            [
                ("service", .text(entry.total.service)), ("queue", .text(entry.total.queue)),
                ("from", .optional(from?.description)), ("to", .optional(to?.description)),
            ] + numbers(entry.total) + [
                (
                    "days",
                    .array(entry.days.map { .object([("day", .text($0.day.description))] + numbers($0.ledger)) })
                )
            ])
    }

    private func numbers(_ ledger: Ledger) -> [(String, JSONText)] {
        func rule(_ leaf: Leaf) -> JSONText {
            .number(ledger.leaves.reduce(0) { $0 + ($1.key.rule == leaf.rule ? $1.value : 0) })
        }
        return [
            ("read", .number(ledger.read)), ("pushed", .number(ledger.pushed)),
            ("malformed", .number(ledger.count(.unparsed))), ("parsed", .number(ledger.parsed)),
            ("method", rule(Leaf("method"))), ("status", rule(Leaf("status"))), ("robot", rule(Leaf("robot"))),
            ("ai_agent", rule(Leaf(Exclusion.aiAgent.rule))),
            ("not_an_item", rule(Leaf("not an item"))), ("double_click", rule(.doubleClick)),
            ("excluded", .number(ledger.count(.excluded))), ("eligible", .number(ledger.eligible)),
            ("accepted", .number(ledger.count(.delivered))), ("refused", .number(ledger.count(.refused))),
            ("failed", .number(ledger.count(.failed))), ("purged", .number(ledger.count(.purged))),
            ("waiting", .number(ledger.waiting)),
            (
                "leaves",
                .array(
                    Ledger.Stage.allCases.flatMap(ledger.leaves(of:)).map {
                        .object([
                            ("rule", .text($0.leaf.rule)), ("detail", .text($0.leaf.detail)),
                            ("count", .number($0.count)),
                        ])
                    })
            ),
        ]
    }
}
