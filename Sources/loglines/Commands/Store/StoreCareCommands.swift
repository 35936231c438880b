import ArgumentParser
import CounterRules
import Statistics

/// `loglines store migrate`.
struct StoreMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Makes the store's tables, or brings them to this version.",
        discussion: "Recorders do the same when they start. Of InfluxDB it is looked whether the database lets us in.")

    @OptionGroup var store: StoreOption

    func run() throws { try store.choice.openToWrite().migrate() }
}

/// `loglines store check`.
struct StoreCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Counts the store's rows and looks whether it is sound.",
        discussion: "All sums are compared with what they were made of. Exits with 1 when something is wrong.")

    @OptionGroup var store: StoreOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let store = try store.choice.open(mustExist: true)
        let report = try store.check()
        if json {
            try printJSON(CheckedStore(store: store.name, report))
        } else {
            print(store.name)
            printTable(
                (StoreTable.allCases.map(\.rawValue) + SumTable.all.map(\.description)).map {
                    [$0, String(report.rows[$0] ?? 0)]
                } + [
                    ["hours to settle", String(report.unsettledHours)],
                    ["days and months to sum up", String(report.unsettledPeriods)],
                ], numbersFrom: 1)
            for problem in report.problems { printError(problem) }
        }
        if !report.problems.isEmpty { throw ExitCode.failure }
    }
}

/// What was found, as JSON has it.
private struct CheckedStore: Encodable {
    let store: String
    let rows: [String: Int]
    let unsettledHours: Int
    let unsettledPeriods: Int
    let problems: [String]

    init(store: String, _ report: StoreReport) {
        self.store = store
        rows = report.rows
        unsettledHours = report.unsettledHours
        unsettledPeriods = report.unsettledPeriods
        problems = report.problems
    }

    private enum CodingKeys: String, CodingKey {
        case store, rows, problems
        case unsettledHours = "unsettled_hours"
        case unsettledPeriods = "unsettled_periods"
    }
}

/// `loglines store vacuum`.
struct StoreVacuumCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum", abstract: "Gives the room of removed rows back to the disk.",
        discussion:
            "SQLite's file is written anew: as much room as it takes must be free, and recorders wait meanwhile.")

    @OptionGroup var store: StoreOption

    func run() throws { try store.choice.open(mustExist: true).vacuum() }
}

/// `loglines store rebuild`.
struct StoreRebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Makes all sums anew of which the records are there.",
        discussion: "For when 'store check' says that some are wrong. Until it has ended sums are missing.")

    @OptionGroup var store: StoreOption

    func run() throws {
        let store = try store.choice.open(mustExist: true)
        try store.rebuildSums()
        try store.settleAll(window: DoubleClicks.window)
    }
}
