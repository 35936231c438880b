import CounterReports
import PluginAPI
import Statistics

/// Reads the figures of a report from the sums that the recorder keeps. What it remembers is bounded, however much was recorded.
struct ReportReader {
    /// How many items of each of two months are compared: those used most.
    private static let mostCompared = 10_000

    /// What is counted: other things that are recorded are no uses of items.
    private static let kinds = [UsageEvent.request, .investigation].map(\.rawValue)

    private let query: ReportQuery
    private let steps: ReportSteps

    init(_ query: ReportQuery) {
        self.query = query
        steps = ReportSteps(query.period)
    }

    /// The services of which anything is recorded.
    static func services(_ store: any EventStore) throws -> [String] {
        let usage = try store.sums(SumQuery<UsageSum>(.months, byPeriod: false, by: [.service])).map(\.service)
        let transfers = try store.sums(SumQuery<TransferSum>(.months, byPeriod: false, by: [.service])).map(\.service)
        return Set((usage + transfers).map(\.description)).sorted()
    }

    /// The figures.
    /// - Throws: `StoreError`.
    func figures(_ store: any EventStore) throws -> ReportFigures {
        let all = selection(query.period)
        var figures = ReportFigures(steps: try usage(store))
        figures.unsettled = try store.unsettled(all)
        figures.recorded = try recorded(store)
        figures.transfers = try transfers(store)
        guard figures.total.hits > 0 else { return figures }
        figures.items = try items(store)
        figures.countries = try countries(store)
        figures.compared = Pair(
            try month(query.compared.first, store), try month(query.compared.second, store))
        let changes = try changes(store)
        figures.rising = changes.prefix(ReportFigures.mostChanges).filter { $0.difference > 0 }
        figures.falling = changes.suffix(ReportFigures.mostChanges).reversed().filter { $0.difference < 0 }
        return figures
    }

    private func selection(_ period: ReportingPeriod) -> StoreSelection {
        StoreSelection(services: query.service.map { [$0] }, from: period.first.start, before: period.last.next.start)
    }

    private func selection(_ month: Month) -> StoreSelection {
        StoreSelection(services: query.service.map { [$0] }, from: month.start, before: month.next.start)
    }

    private var level: SumLevel { steps.length == .day ? .days : .months }

    /// Adds up rows by the steps that they begin in.
    private func stepped<Row: SumRow, Counts>(
        _ store: any EventStore, by keys: [Row.Key], only: [Row.Key: [String]] = [:], from zero: Counts,
        start: (Row) -> UTCTime?, _ add: (inout Counts, Row) -> Void
    ) throws -> [Counts] {
        let places = Dictionary(steps.steps.enumerated().map { ($1.start, $0) }) { first, _ in first }
        var counts = [Counts](repeating: zero, count: steps.steps.count)
        try store.sums(SumQuery<Row>(level, of: selection(query.period), by: keys, only: only)) { row in
            guard let place = start(row).flatMap({ places[$0.secondsSince1970] }) else { return }
            add(&counts[place], row)
        }
        return counts
    }

    // MARK: Items

    private func usage(_ store: any EventStore) throws -> [UsageCounts] {
        try stepped(
            store, by: [UsageSum.Key.kind, .agentClass], only: [.kind: Self.kinds], from: UsageCounts(),
            start: { (row: UsageSum) in row.start }
        ) { $0.add($1) }
    }

    private func month(_ month: Month, _ store: any EventStore) throws -> UsageCounts {
        var counts = UsageCounts()
        let wanted = SumQuery<UsageSum>(
            .months, of: selection(month), byPeriod: false, by: [.kind, .agentClass], only: [.kind: Self.kinds])
        try store.sums(wanted) { counts.add($0) }
        return counts
    }

    private func items(_ store: any EventStore) throws -> [NamedCounts] {
        let top = try store.sums(
            SumQuery<ItemSum>(
                .months, of: selection(query.period), byPeriod: false, by: [.item], only: [.kind: Self.kinds],
                order: .largest(.uses), limit: ReportFigures.mostItems)
        ).filter { $0.uses > 0 }.map(\.item.description)
        var counts = Dictionary(top.map { ($0, NamedCounts(name: $0)) }) { first, _ in first }
        let both = SumQuery<ItemSum>(
            .months, of: selection(query.period), byPeriod: false, by: [.item, .kind],
            only: [.kind: Self.kinds, .item: top])
        try store.sums(both) { counts[$0.item.description]?.add($0.uses, of: $0.kind) }
        return top.compactMap { counts[$0] }
    }

    private func countries(_ store: any EventStore) throws -> [NamedCounts] {
        var counts: [String: NamedCounts] = [:]
        let wanted = SumQuery<UsageSum>(
            .months, of: selection(query.period), byPeriod: false, by: [.country, .kind],
            only: [.kind: Self.kinds, .agentClass: [UserAgentClass.person.rawValue]])
        try store.sums(wanted) { row in
            let name = row.country.description
            counts[name, default: NamedCounts(name: name)].add(row.uses, of: row.kind)
        }
        return counts.values.filter { $0.uses > 0 }.sorted { ($1.uses, $0.name) < ($0.uses, $1.name) }
    }

    /// Items by how much more they were used in the second month than in the first, the highest rise first.
    private func changes(_ store: any EventStore) throws -> [ItemChange] {
        let months = query.compared
        var first = try mostUsed(in: months.first, store)
        var second = try mostUsed(in: months.second, store)
        try complete(&first, with: second, in: months.first, store)
        try complete(&second, with: first, in: months.second, store)
        return Set(first.keys).union(second.keys)
            .map { ItemChange(item: $0, first: first[$0] ?? 0, second: second[$0] ?? 0) }
            .filter { $0.difference != 0 }
            .sorted { ($1.difference, $0.item) < ($0.difference, $1.item) }
    }

    private func mostUsed(in month: Month, _ store: any EventStore) throws -> [String: Int] {
        var uses: [String: Int] = [:]
        let wanted = SumQuery<ItemSum>(
            .months, of: selection(month), byPeriod: false, by: [.item], only: [.kind: Self.kinds],
            order: .largest(.uses), limit: Self.mostCompared)
        try store.sums(wanted) { uses[$0.item.description] = $0.uses }
        return uses
    }

    /// Looks up the items that are known of the other month and were not among the most used of this one.
    private func complete(
        _ uses: inout [String: Int], with others: [String: Int], in month: Month, _ store: any EventStore
    ) throws {
        guard uses.count >= Self.mostCompared else { return }
        let missing = others.keys.filter { uses[$0] == nil }
        guard !missing.isEmpty else { return }
        let wanted = SumQuery<ItemSum>(
            .months, of: selection(month), byPeriod: false, by: [.item],
            only: [.kind: Self.kinds, .item: Array(missing)])
        try store.sums(wanted) { uses[$0.item.description] = $0.uses }
    }

    // MARK: Transfers

    private func transfers(_ store: any EventStore) throws -> ReportFigures.Transfers? {
        let counts = try stepped(
            store, by: [TransferSum.Key.direction], from: TransferCounts(), start: { (row: TransferSum) in row.start }
        ) { $0.add($1) }
        guard counts.contains(where: { $0 != TransferCounts() }) else { return nil }
        return ReportFigures.Transfers(
            steps: counts, networks: try transfers(by: .network, store, \.network),
            countries: try transfers(by: .country, store, \.country))
    }

    private func transfers(
        by key: TransferSum.Key, _ store: any EventStore, _ name: (TransferSum) -> StoredText
    ) throws -> [TransferCounts] {
        var counts: [String: TransferCounts] = [:]
        let wanted = SumQuery<TransferSum>(
            .months, of: selection(query.period), byPeriod: false, by: [key, .direction])
        try store.sums(wanted) { row in
            let name = name(row).description
            counts[name, default: TransferCounts(name: name)].add(row)
        }
        return counts.values.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }
    }

    /// The months of the first and the last sums of what is asked for.
    private func recorded(_ store: any EventStore) throws -> ReportingPeriod? {
        let services = StoreSelection(services: query.service.map { [$0] })
        let starts =
            try store.sums(SumQuery<UsageSum>(.months, of: services)).compactMap(\.start)
            + store.sums(SumQuery<TransferSum>(.months, of: services)).compactMap(\.start)
        let months = starts.compactMap { Month(of: $0) }
        guard let first = months.min(), let last = months.max() else { return nil }
        return ReportingPeriod(from: first, to: last)
    }
}

extension UsageCounts {
    /// Adds a row of which the kind and who it was are known.
    fileprivate mutating func add(_ row: UsageSum) {
        switch UserAgentClass(rawValue: row.agentClass.description) {
        case .robot: robots += row.uses + row.doubleClicks
        case .aiAgent: aiAgents += row.uses + row.doubleClicks
        case .person, nil:
            doubleClicks += row.doubleClicks
            if row.kind.isRequest { downloads += row.uses } else { views += row.uses }
        }
    }
}

extension NamedCounts {
    fileprivate mutating func add(_ uses: Int, of kind: StoredText) {
        if kind.isRequest { downloads += uses } else { views += uses }
    }
}

extension StoredText {
    fileprivate var isRequest: Bool { description == UsageEvent.request.rawValue }
}

extension TransferCounts {
    fileprivate mutating func add(_ row: TransferSum) {
        if row.direction.description == "RX" { received += row.bytes } else { sent += row.bytes }
        packets += row.packets
        clients += row.clients
    }
}
