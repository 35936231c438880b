import ArgumentParser
import Glibc
import Tracker
import TrackerProtocol

/// `loglines tracker`.
struct TrackerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tracker",
        abstract: "Runs a PIRUS2/IRUS tracker on this machine, for trying a set-up.",
        discussion: """
            Every GET or HEAD, on any path, is checked against the tracker protocol and answered 200, or 400 with the \
            reasons. /-/status gives the counts as JSON, /-/events?n=20 the last requests, POST /-/reset forgets them.
            """)

    @Option(
        help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port"),
        transform: { text in
            guard let address = ListenAddress(text) else { throw ValidationError("not HOST:PORT") }
            return address
        })
    var listen = ListenAddress(host: "127.0.0.1", port: 8089)

    @Option(
        name: .customLong("protocol"),
        help: "any, pirus2, irus-r4 or irus-r5; any goes by the keys of each query.")
    var accepts = AcceptedProtocol.any

    @Option(help: ArgumentHelp("Append every accepted query to this file, one per line.", valueName: "file"))
    var log: String?

    @Option(help: ArgumentHelp("Hold back every answer so long.", valueName: "ms"))
    var delay = 0

    @Option(
        help: ArgumentHelp(
            "Misbehave: 500:0.1, 503:0.05:retry-after=2, 429, hang, reset; may be given several times.",
            valueName: "kind[:share]"),
        transform: { text in
            guard let rule = FailureRule(text) else {
                throw ValidationError("not a status of 400 to 599, hang or reset, with a share above 0 and up to 1")
            }
            return rule
        })
    var fail: [FailureRule] = []

    @Option(help: "The seed of what --fail strikes.")
    var seed: UInt64 = 0

    @Flag(help: "Tell what happens as JSON, one object per line.")
    var json = false

    func validate() throws {
        guard (0...3_600_000).contains(delay) else { throw ValidationError("--delay: 0 to 3600000 milliseconds") }
    }

    func run() throws {
        var options = TrackerOptions()
        options.listen = listen
        options.version = accepts.version
        options.logfile = log
        options.delay = .milliseconds(delay)
        options.failures = fail
        options.seed = seed
        let server = try TrackerServer(options: options)
        let style: TrackerReporter.Style = json ? .json : isatty(STDOUT_FILENO) == 1 ? .terminal : .lines
        let reporter = TrackerReporter(style: style) { server.counts }
        try waiting {
            try await server.run(with: [reporter]) { reporter.ready(url: $0) }
            reporter.finish()
        }
    }
}

/// What `--protocol` may be.
enum AcceptedProtocol: String, CaseIterable, ExpressibleByArgument {
    case any
    case pirus2
    case irusR4 = "irus-r4"
    case irusR5 = "irus-r5"

    /// The one version; nil for any.
    var version: ProtocolVersion? { ProtocolVersion(rawValue: rawValue) }
}
