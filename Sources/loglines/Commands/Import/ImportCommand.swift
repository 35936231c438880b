import ArgumentParser
import Glibc
import Inspection
import PluginAPI
import RedisClient
import Settings
import Workers

/// `loglines import`: whole log files into a queue.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Reads whole log files into a queue or the statistics store: plain, gzip or zstd; - is stdin.",
        discussion: """
            No line is imported twice: a content is known again under another name, compressed, or grown, and then only its \
            new lines are taken. After Ctrl-C or a kill the same command goes on where it was. A file that a tail reads is \
            refused. --dry-run needs no Redis, and tells what would be sent. --direct records uses as recorders do, only \
            faster, and finds the double clicks; a file that came through a queue before, or that a tail reads, counts once.
            """)

    @OptionGroup var redis: RedisOption
    @Argument(help: "The files; - for stdin.") var files: [String]
    @Option(help: "The service that the lines belong to.") var service: String
    @Option(
        help: ArgumentHelp(
            "The queue that gets them; without it that of the service's tail, or loglines.", valueName: "queue"))
    var to: String?
    @Flag(help: "Straight into the statistics store, past all queues; nothing is sent to trackers.") var direct = false
    @Option(
        help: "With --direct, the store (sqlite:FILE, postgresql://…); without it that of the enabled recorder.")
    var database: String?
    @Flag(help: "Only count what would become of the lines.") var dryRun = false
    @Option(
        help: ArgumentHelp(
            "Only lines of this time and later.", valueName: "yyyy-mm-dd[Thh:mm:ssZ]"),
        transform: { try timeArgument($0, endOfDay: false) })
    var since: UTCTime?
    @Option(
        help: ArgumentHelp(
            "Only lines of this time and before; a day to its end. Days are those of UTC.",
            valueName: "yyyy-mm-dd[Thh:mm:ssZ]"),
        transform: { try timeArgument($0, endOfDay: true) })
    var until: UTCTime?
    @Option(help: ArgumentHelp("Lines per second; 0: as fast as possible.", valueName: "lines")) var rate = 0.0
    @Option(
        help: ArgumentHelp(
            "A file for the lines that are rejected, each with its place and the reason.", valueName: "file"))
    var rejects: String?
    @Flag(help: "Print JSON, and nothing meanwhile.") var json = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Give at least one FILE, or - for stdin") }
        guard files.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("- : stdin can be read only once") }
        guard rate >= 0, rate.isFinite else { throw ValidationError("--rate: 0 or more") }
        if let since, let until, since > until { throw ValidationError("--since is later than --until") }
        guard !direct || !dryRun else { throw ValidationError("--direct and --dry-run exclude each other") }
        guard !direct || to == nil else { throw ValidationError("--to: --direct needs no queue") }
        guard direct || database == nil else { throw ValidationError("--database: only with --direct") }
        if to?.isEmpty == true { throw ValidationError("--to: a queue's name") }
    }

    func run() throws {
        // Before anything that takes time: a signal that comes earlier would end the process without a word.
        let stop = StopSignal.ofProcess
        let configuration = try loadConfiguration(redis.directory.directory)
        do {
            let plan = try ImportPlan(
                configuration, redis: redis.redis, service: service, queue: to,
                window: ImportWindow(since: since, until: until))
            let meter = ImportMeter(files: files, isSilent: json)
            let rejected = try rejects.map { try ImportRejects(path: $0, appends: !dryRun) }
            if dryRun {
                try ImportDryRun(plan: plan, files: files, rejects: rejected, meter: meter, stop: stop).run(json: json)
            } else if direct {
                let store = try StoreChoice(database: database, directory: redis.directory.directory).open()
                try ImportIntoStore(
                    plan: plan, files: files, rate: rate, rejects: rejected, meter: meter, stop: stop
                ).run(store, json: json)
            } else {
                // Said now, and not waited for: somebody sits there.
                _ = try redis.open()
                try ImportIntoQueue(
                    plan: plan, files: files, rate: rate, rejects: rejected, meter: meter, stop: stop
                ).run(RedisAddress(plan.redis), json: json)
            }
        } catch let problem as ImportPlan.Problem {
            printError(problem.description)
            throw ExitCode.configuration
        }
    }
}
