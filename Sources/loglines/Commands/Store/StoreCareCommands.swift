import ArgumentParser
import Statistics

/// `loglines store migrate`.
struct StoreMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Makes the store's tables, or brings them to this version.",
        discussion: "Recorders do the same when they start. Of InfluxDB it is looked whether the database lets us in.")

    @OptionGroup var store: StoreOption

    func run() throws { try store.openToWrite().migrate() }
}

/// `loglines store check`.
struct StoreCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Counts the store's rows and looks whether it is sound.",
        discussion: "Exits with 1 when it is not.")

    @OptionGroup var store: StoreOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let store = try store.open()
        let report = try store.check()
        if json {
            try printJSON(CheckedStore(store: store.name, report))
        } else {
            print(store.name)
            printTable(
                StoreTable.allCases.map { [$0.rawValue, String(report.rows[$0.rawValue] ?? 0)] }
                    + [["hours to settle", String(report.unsettledHours)]], numbersFrom: 1)
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
    let problems: [String]

    init(store: String, _ report: StoreReport) {
        self.store = store
        rows = report.rows
        unsettledHours = report.unsettledHours
        problems = report.problems
    }

    private enum CodingKeys: String, CodingKey {
        case store, rows, problems
        case unsettledHours = "unsettled_hours"
    }
}

/// `loglines store vacuum`.
struct StoreVacuumCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum", abstract: "Gives the room of removed rows back to the disk.",
        discussion:
            "SQLite's file is written anew: as much room as it takes must be free, and recorders wait meanwhile.")

    @OptionGroup var store: StoreOption

    func run() throws { try store.open().vacuum() }
}
