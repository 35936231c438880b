import ArgumentParser
import Glibc
import Inspection
import PluginAPI
import RedisClient
import Settings
import Statistics
import Workers

/// `loglines live`: prints hits as they happen, or shows browsers a recorded stretch of them once more.
struct LiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Prints hits as they happen, or shows a recorded stretch on the live pages once more.",
        discussion: """
            With --replay hits are published for all browsers that look on, beside those that happen now, and say that they are \
            a replay. They go to no queue, no tracker and no store. A log file tells all that its lines do; the store knows uses \
            of items only, and neither addresses nor user agents. Without --replay what the publisher tells is printed. Ctrl-C \
            ends either.
            """)

    @OptionGroup var redis: RedisOption
    @Option(
        help: ArgumentHelp(
            "What is shown once more: store, or a log file (plain, gzip or zstd; - is stdin).", valueName: "file|store")
    )
    var replay: String?
    @Option(help: "Whose hits; may be given again, but for a file, whose lines are of one service.")
    var service: [String] = []
    @Option(
        help: ArgumentHelp("Only hits of this time and later.", valueName: "yyyy-mm-dd[Thh:mm:ssZ]"),
        transform: { try timeArgument($0, endOfDay: false) })
    var from: UTCTime?
    @Option(
        help: ArgumentHelp(
            "Only hits of this time and before; a day to its end. Days are those of UTC.",
            valueName: "yyyy-mm-dd[Thh:mm:ssZ]"),
        transform: { try timeArgument($0, endOfDay: true) })
    var to: UTCTime?
    @Option(help: ArgumentHelp("How many times faster than it was, from 1 to 60.", valueName: "times")) var speed = 1.0
    @Flag(help: "Wait no longer than 3 seconds of the log where nothing happened.") var skipGaps = false
    @Option(help: "The store (sqlite:FILE, postgresql://…); without it that of the enabled recorder.")
    var database: String?
    @Flag(help: "Without --replay: print JSON lines, as they are published.") var json = false

    func validate() throws {
        guard let replay else {
            guard from == nil, to == nil, speed == 1, !skipGaps, database == nil else {
                throw ValidationError("--from, --to, --speed, --skip-gaps and --database: only with --replay")
            }
            return
        }
        guard !json else { throw ValidationError("--json: only without --replay") }
        guard (1...60).contains(speed) else { throw ValidationError("--speed: from 1 to 60") }
        if let from, let to, from > to { throw ValidationError("--from is later than --to") }
        guard !replay.isEmpty else { throw ValidationError("--replay: a file, or store") }
        guard database == nil || replay == "store" else {
            throw ValidationError("--database: only with --replay store")
        }
        guard service.count <= 1 || replay == "store" else {
            throw ValidationError("--service: the lines of a file are of one service")
        }
    }

    func run() throws {
        // Before anything that takes time: a signal that comes earlier would end the process without a word.
        let stop = StopSignal.ofProcess
        // Said now, and not waited for: somebody sits there.
        let (configuration, connection) = try redis.open()
        let channel = configuration.channel(redis: redis.redis)
        guard let replay else {
            return try LiveFollow(services: Set(service), isJSON: json, stop: stop).run(connection, channel: channel)
        }
        let stretch = ReplayStretch(
            configuration: configuration, services: service, window: ImportWindow(since: from, until: to), stop: stop)
        if replay == "store" {
            let store = try StoreChoice(database: database, directory: redis.directory.directory).open(
                mustExist: true, for: .reading(StoreReading(limit: .seconds(60)) { stop.isRequested }))
            if try !self.replay(try stretch.events(of: store), connection.server, channel, stop) {
                try stretch.sayNone(in: store)
            }
        } else if try !self.replay(try stretch.hits(in: replay, connection.server), connection.server, channel, stop) {
            try stretch.sayNone(in: replay)
        }
    }

    /// - Returns: Whether there was anything.
    private func replay(
        _ source: any ReplaySource, _ address: RedisAddress, _ channel: String, _ stop: StopSignal
    ) throws -> Bool {
        let meter = ReplayMeter(speed: speed)
        var run = Replay(
            RedisClient(address, pause: stop.pause), channel: channel,
            pace: ReplayPace(speed: speed, skipsGaps: skipGaps), stop: stop)
        let isComplete = try run.run(source, moved: meter.show)
        guard run.progress.events > 0 || !isComplete else { return false }
        meter.end(run.progress, isComplete: isComplete)
        return true
    }
}

extension Configuration {
    /// The channel of the enabled publisher; where there is none, that which one would have.
    /// - Parameter redis: The name of a `[redis_NAME]` section; "" for `[redis]`.
    fileprivate func channel(redis: String) -> String {
        workers.lazy.compactMap { worker -> String? in
            guard worker.redis == redis, case .publisher(let publisher) = worker.job else { return nil }
            return publisher.channel
        }.first ?? PublisherSettings(listento: "").channel
    }
}
