import ArgumentParser
import CounterRules
import PluginAPI
import Statistics

/// `loglines store export`.
struct StoreExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Prints a table's rows in the order of their times, as CSV or JSON lines.",
        discussion: "Double clicks are found and sums brought up to date first. Times are UTC, and so are days.")

    @OptionGroup var store: StoreOption
    @Argument(help: "A table of records or of sums.") var table: ExportTable
    @Option(help: "Only this service; may be given again.") var service: [String] = []
    @Option(
        help: ArgumentHelp("Only rows of this time and later.", valueName: "yyyy-mm-dd[Thh:mm:ssZ]"),
        transform: { try timeArgument($0, endOfDay: false) })
    var since: UTCTime?
    @Option(
        help: ArgumentHelp(
            "Only rows of this time and before; a day to its end.", valueName: "yyyy-mm-dd[Thh:mm:ssZ]"),
        transform: { try timeArgument($0, endOfDay: true) })
    var until: UTCTime?
    @Flag(help: "Print JSON lines.") var json = false

    func run() throws {
        let store = try store.choice.open(mustExist: true)
        switch table {
        case .records(let table):
            if table == .events {
                while try store.settleHour(window: DoubleClicks.window) {}
            }
            switch table {
            case .events: try write(EventRecord.self, store)
            case .transfers: try write(TransferRecord.self, store)
            case .points: try write(PointRecord.self, store)
            }
        case .sums(let table):
            try store.settleAll(window: DoubleClicks.window)
            switch table.kind {
            case .usage: try write(UsageSum.self, table.level, store)
            case .item: try write(ItemSum.self, table.level, store)
            case .transfer: try write(TransferSum.self, table.level, store)
            case .point: try write(PointSum.self, table.level, store)
            }
        }
    }

    private func write<Record: StoredRecord>(_ type: Record.Type, _ store: any EventStore) throws {
        try write(type) { try store.records(type, selection, $0) }
    }

    private func write<Row: SumRow>(_ type: Row.Type, _ level: SumLevel, _ store: any EventStore) throws {
        try write(type) { try store.sums(SumQuery<Row>.all(level, of: selection), $0) }
    }

    private func write<Row: StoreRow>(_ type: Row.Type, _ read: ((Row) throws -> Void) throws -> Void) throws {
        let export = ExportText(Row.columns, as: json ? .json : .csv)
        var text = export.head
        try read { row in
            export.append(row, to: &text)
            guard text.count > 1 << 16 else { return }
            try writeOutput(text)
            text.removeAll(keepingCapacity: true)
        }
        try writeOutput(text)
    }

    private var selection: StoreSelection {
        StoreSelection(
            services: service.isEmpty ? nil : service, from: since,
            before: until.map { UTCTime(secondsSince1970: $0.secondsSince1970 + 1) })
    }
}
