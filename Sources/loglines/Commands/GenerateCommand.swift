import ArgumentParser
import Generator
import Glibc
import PluginAPI
import Workers

/// `loglines generate`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes a repository's access log as people and robots would fill it.",
        discussion: """
            Lines are in the combined format. The same --seed with the same --start and options gives the same lines. \
            Addresses are of the ranges kept for documentation, so no line is anybody's.
            """)

    @Option(
        help: ArgumentHelp(
            "Append to this file, and open it anew when it is rotated; without it lines go to standard output.",
            valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Lines per second; 0: as fast as possible.", valueName: "lines"))
    var rate = 10.0

    @Option(help: ArgumentHelp("End after so many lines.", valueName: "lines"))
    var count: Int?

    @Option(help: "The seed of the traffic; without it, every start is different.")
    var seed: UInt64?

    @Option(help: "Whose URLs are written.")
    var platform = PlatformArgument.dspace

    @Option(
        help: ArgumentHelp(
            "When the first line happens; the next follow at the rate (100 a second at --rate 0). Without: now.",
            valueName: "yyyy-mm-ddThh:mm:ssZ"),
        transform: { text in
            guard let time = parsedTime(text) else { throw ValidationError("not a time like 2024-06-15T12:35:07Z") }
            return time
        })
    var start: UTCTime?

    @Option(
        help: ArgumentHelp(
            "With --start, how far two lines are apart; without it as the rate says.", valueName: "seconds"))
    var interval: Double?

    @Option(
        help: ArgumentHelp(
            """
            At the end write what COUNTER counts of the traffic into this file, as rows of item, metric, month and count \
            between tabs; then no line is broken.
            """, valueName: "file"))
    var truth: String?

    @Option(
        help: ArgumentHelp(
            "First write a file of invented places of its addresses (.mmdb), for geoip of the service.",
            valueName: "file"))
    var places: String?

    @Option(help: ArgumentHelp("How many lines are of robots, from 0 to 1.", valueName: "share"))
    var robots = 0.6

    @Option(help: ArgumentHelp("How many lines are broken, from 0 to 1. (default: 0.001)", valueName: "share"))
    var broken: Double?

    @Flag(
        help: """
            Give every line a unique number, from 1 on, as n in its URL's query, for loss tests; then no line is broken \
            and none a double click.
            """)
    var numbered = false

    @Option(
        help: ArgumentHelp(
            """
            Play sensors instead: send action lines to a server of kind = actions, or to the original. --rate is of all \
            sensors together.
            """, valueName: "host:port"))
    var actions: ServerArgument?

    @Option(
        help: ArgumentHelp("With --actions, how many sensors, each with a connection of its own.", valueName: "number"))
    var sensors = 10

    @Option(
        help: ArgumentHelp(
            """
            Send metrics instead, to a StatsD server over UDP, many in a datagram; --rate and --count are of metrics. At the end it \
            says how many went. They repeat after some 100,000.
            """, valueName: "host:port"))
    var statsd: ServerArgument?

    @Option(help: ArgumentHelp("With --statsd, how many names the metrics have.", valueName: "number"))
    var keys = 1_000

    func validate() throws {
        guard sensors > 0 else { throw ValidationError("--sensors: 1 or more") }
        guard keys > 0 else { throw ValidationError("--keys: 1 or more") }
        guard actions == nil || statsd == nil else { throw ValidationError("--statsd: not with --actions") }
        guard rate >= 0, rate.isFinite else { throw ValidationError("--rate: 0 or more") }
        guard count ?? 0 >= 0 else { throw ValidationError("--count: 0 or more") }
        guard (0...1).contains(robots) else { throw ValidationError("--robots: from 0 to 1") }
        guard (0...1).contains(broken ?? 0) else { throw ValidationError("--broken: from 0 to 1") }
        guard !numbered || broken == nil else { throw ValidationError("--broken: not with --numbered") }
        guard truth == nil || broken == nil else { throw ValidationError("--broken: not with --truth") }
        guard interval ?? 0 >= 0, interval?.isFinite ?? true else { throw ValidationError("--interval: 0 or more") }
        guard interval == nil || start != nil else { throw ValidationError("--interval: only with --start") }
    }

    func run() throws {
        if let actions { return try playSensors(to: actions) }
        if let statsd { return try sendMetrics(to: statsd) }
        var options = TrafficOptions(seed: seed ?? .random(in: .min ... .max))
        options.platform = platform.platform
        options.robots = robots
        options.broken = broken ?? options.broken
        options.isNumbered = numbered
        options.start = start
        if rate > 0 { options.interval = 1 / rate }
        options.interval = interval ?? options.interval
        options.keepsTruth = truth != nil
        let stop = StopSignal.ofProcess
        // A reader that goes away is told by the write, instead of by a signal.
        signal(SIGPIPE, SIG_IGN)
        if let places { try InventedPlaces.write(to: places) }
        var writer = try TrafficWriter(traffic: Traffic(options: options), path: output)
        try writer.run(rate: rate, limit: count) { stop.isRequested }
        if let truth { try writer.writeTruth(to: truth) }
    }
}

/// What `--platform` may be.
struct PlatformArgument: ExpressibleByArgument, CustomStringConvertible {
    static let dspace = PlatformArgument(platform: .dspace)
    static let allValueStrings = Platform.allCases.map(\.rawValue)

    let platform: Platform

    var description: String { platform.rawValue }

    init(platform: Platform) {
        self.platform = platform
    }

    init?(argument: String) {
        guard let platform = Platform(rawValue: argument) else { return nil }
        self.platform = platform
    }
}

/// Reads `2024-06-15T12:35:07Z`; nil when it is no such time.
private func parsedTime(_ text: String) -> UTCTime? {
    let numbers = text.split { "-T:Z".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 6 else { return nil }
    let time = UTCTime(
        year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4], second: numbers[5])
    return time?.rfc3339 == text ? time : nil
}
