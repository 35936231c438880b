import CounterReports

/// What happened with items in a day, a month, or all of them.
struct UsageCounts: Sendable, Equatable {
    /// Downloads (Requests) that count.
    var downloads = 0
    /// Views of items' pages (Investigations that are no Requests) that count.
    var views = 0
    /// Both by robots.
    var robots = 0
    /// Both by AI agents.
    var aiAgents = 0
    /// Both by people who clicked again within half a minute.
    var doubleClicks = 0

    /// What counts.
    var uses: Int { downloads + views }
    /// What does not.
    var removed: Int { robots + aiAgents + doubleClicks }
    /// All of it.
    var hits: Int { uses + removed }

    static func + (left: UsageCounts, right: UsageCounts) -> UsageCounts {
        UsageCounts(
            downloads: left.downloads + right.downloads, views: left.views + right.views,
            robots: left.robots + right.robots, aiAgents: left.aiAgents + right.aiAgents,
            doubleClicks: left.doubleClicks + right.doubleClicks)
    }
}

/// What counts of an item, or of a country.
struct NamedCounts: Sendable, Equatable {
    /// The item's identifier; the country's letters, empty when it is not known.
    let name: String
    var downloads = 0
    var views = 0

    var uses: Int { downloads + views }
}

/// The uses of an item in two months.
struct ItemChange: Sendable, Equatable {
    let item: String
    let first: Int
    let second: Int

    var difference: Int { second - first }
}

/// What data servers have sent and got.
struct TransferCounts: Sendable, Equatable {
    /// The network, the country's letters; empty: of a step of time, or not known.
    var name = ""
    var sent = 0
    var received = 0
    var packets = 0
    /// Clients, counted anew each day, in each network and from each country.
    var clients = 0

    var bytes: Int { sent + received }
}

/// Everything that a report page tells, as numbers.
struct ReportFigures: Sendable, Equatable {
    /// What data servers did.
    struct Transfers: Sendable, Equatable {
        /// One for each step.
        var steps: [TransferCounts]
        /// Those with the most bytes first.
        var networks: [TransferCounts]
        var countries: [TransferCounts]
    }

    /// How many items are told of at most.
    static let mostItems = 50
    /// How many items that have changed are told of, upwards and downwards.
    static let mostChanges = 10

    /// One for each step.
    var steps: [UsageCounts]
    /// The most used ones first.
    var items: [NamedCounts] = []
    /// The most frequent ones first.
    var countries: [NamedCounts] = []
    /// The two months that are compared.
    var compared = Pair(UsageCounts(), UsageCounts())
    /// Those that rose most, the steepest first.
    var rising: [ItemChange] = []
    /// Those that fell most, the steepest first.
    var falling: [ItemChange] = []
    /// nil: there are none.
    var transfers: Transfers?
    /// How many hours, days and months the recorder has yet to sum up.
    var unsettled = 0
    /// The months of the first and the last thing that is recorded at all; nil: nothing is.
    var recorded: ReportingPeriod?

    /// Of all steps.
    var total: UsageCounts { steps.reduce(UsageCounts(), +) }

    /// Whether nothing happened.
    var isEmpty: Bool { total.hits == 0 && transfers == nil }
}
