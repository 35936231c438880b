public import ArgumentParser
public import CounterReports
import Glibc
import Inspection
import PluginAPI
import Settings
import Statistics

/// `loglines report`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Makes a COUNTER report (release 5.1) of what the statistics store holds.",
        discussion: """
            pr: Platform Report, pr_p1: Platform Usage, ir: Item Report, ir_a1: Journal Article Requests. What counts are uses \
            by people, double clicks once; months are UTC's. Filters and attributes have the names of the COUNTER API; several \
            values are separated by |. What a report does not have is left out, and its header says so.
            """)

    @Argument(help: "pr, pr_p1, ir or ir_a1.") var kind: ReportKind
    @OptionGroup var store: StoreOption
    @Option(help: "The service; needed where several are configured.") var service: String?
    @Option(help: ArgumentHelp("The first month.", valueName: "yyyy-mm"), transform: month) var from: Month
    @Option(help: ArgumentHelp("The last month.", valueName: "yyyy-mm"), transform: month) var to: Month
    @Flag(help: "Write JSON as the COUNTER API gives it.") var json = false
    @Flag(help: "Write a table with tabs, which is what is written without --json.") var tsv = false
    @OptionGroup(title: "Filters and attributes") var parameters: ReportParameterOptions
    @Option(help: "The file that is written, with a byte order mark for Excel; without it stdout.") var output: String?

    func validate() throws {
        guard !(json && tsv) else { throw ValidationError("--json and --tsv exclude each other") }
        guard from <= to else { throw ValidationError("--to \(to) is before --from \(from)") }
    }

    func run() throws {
        let configuration = try loadConfiguration(store.location.directory)
        let reported = try reportedService(configuration)
        guard let period = ReportingPeriod(from: from, to: to) else {
            throw ValidationError("--to \(to) is before --from \(from)")
        }
        let wanted = ReportParameters(kind, period, parameters.values)
        var exceptions = wanted.exceptions
        let backlog = store.database == nil ? configuration.recordersBacklog : 0
        if backlog > 0 { exceptions.append(.partial.about("\(backlog) messages wait to be recorded")) }
        let report: UsageReport
        do {
            report = try wanted.request.report(
                of: reported, from: store.choice.open(mustExist: true),
                now: UTCTime(secondsSince1970: Int64(time(nil))),
                exceptions: exceptions)
        } catch let error as StoreError {
            printError(error.description)
            throw ExitCode.failure
        }
        for exception in report.exceptions {
            printError(exception.isOfParameters ? "\(exception); it was not applied" : "\(exception)")
        }
        try write(report)
    }

    /// The service with what its settings say of reports.
    private func reportedService(_ configuration: Configuration) throws -> ReportedService {
        let known = configuration.services.keys.sorted()
        guard let id = service ?? (known.count == 1 ? known[0] : nil) else {
            printError(
                known.isEmpty
                    ? "no service is configured; name one with --service"
                    : "several services are configured; name one with --service: \(known.joined(separator: ", "))")
            throw ExitCode.usage
        }
        guard let settings = configuration.services[id] else {
            printError("--service: there is no service '\(id)'; configured: \(known.joined(separator: ", "))")
            throw ExitCode.usage
        }
        do throws(ConfigurationProblem) {
            return try settings.reported(by: "loglines \(version)", daysKept: configuration.daysOfEvents)
        } catch {
            printError(error.description)
            throw ExitCode.configuration
        }
    }

    private func write(_ report: UsageReport) throws {
        var out = try ReportOutput(output)
        if json {
            try JSONReport(report).write { try out.write($0) }
        } else {
            // Programs that read a pipe do not expect one.
            try TabularReport(report).write(marksOrder: output != nil) { try out.write($0) }
        }
        try out.finish()
    }
}

extension ReportKind: ExpressibleByArgument {
    /// `pr_p1`, in any case.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }

    /// As the command line has them.
    public static var allValueStrings: [String] { allCases.map { $0.rawValue.lowercased() } }
}

/// Reads `2025-10`.
@Sendable private func month(_ text: String) throws -> Month {
    guard let month = Month(text) else { throw ValidationError("is no month (yyyy-mm)") }
    return month
}
