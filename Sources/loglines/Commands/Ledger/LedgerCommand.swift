public import ArgumentParser
import Inspection
public import Queues

/// `loglines ledger`: what became of all lines.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Tells what became of all lines: read, excluded, sent, waiting.",
        discussion: """
            Each service has its lines, by the queue in which they end. Days are those that the lines themselves write. \
            What should be waiting by the counters is compared with what the queues hold; a difference is named.
            """)

    @OptionGroup var redis: RedisOption
    @Option(help: "Only this service.") var service: String?
    @Option(help: "Only lines of this day and later (YYYY-MM-DD).") var from: LogDay?
    @Option(help: "Only lines of this day and before (YYYY-MM-DD).") var to: LogDay?
    @Flag(help: "Each day on its own.") var days = false
    @Flag(help: "Every status, method and robots pattern, not only the most frequent.") var full = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let (configuration, connection) = try redis.open()
        let snapshot = try LedgerSnapshot(configuration, redis: redis.redis, connection)
        let report = LedgerReport(snapshot, service: service, from: from, to: to)
        print(json ? report.json.line : LedgerText(showsDays: days, isFull: full).text(report))
    }

    func validate() throws {
        if let from, let to, from > to { throw ValidationError("--from \(from) is later than --to \(to)") }
    }
}

extension LogDay: ExpressibleByArgument {
    /// A day of the command line.
    public init?(argument: String) { self.init(argument) }
}
