public import ArgumentParser
import CounterRules
import PluginAPI
public import Statistics

/// `loglines store export`.
struct StoreExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Prints a table's rows in the order of their times, as CSV or JSON lines.",
        discussion: "Double clicks are found first. Times are UTC, and so are days.")

    @OptionGroup var store: StoreOption
    @Argument(help: "events, transfers or points.") var table: StoreTable
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
        let store = try store.open()
        if table == .events {
            while try store.settleHour(window: DoubleClicks.window) {}
        }
        switch table {
        case .events: try write(EventRecord.self, store)
        case .transfers: try write(TransferRecord.self, store)
        case .points: try write(PointRecord.self, store)
        }
    }

    private func write<Record: StoredRecord>(_ type: Record.Type, _ store: any EventStore) throws {
        let export = ExportText(table, as: json ? .json : .csv)
        var text = export.head
        try store.records(type, selection) { record in
            export.append(record, to: &text)
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

extension StoreTable: ExpressibleByArgument {}
