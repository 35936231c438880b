import Hummingbird
import Logging
import NIOCore
public import ServiceLifecycle
import UnixSignals

/// A tracker on a port of this machine: checks every OpenURL it is sent, answers 200 or 400 with the reasons, and counts.
///
/// Runs until its service group shuts down: see ``run(onReady:)``.
public struct TrackerServer: Sendable {
    private let options: TrackerOptions
    private let journal: TrackerJournal

    /// Prepares a tracker; its log file is opened, its port is not yet taken.
    /// - Throws: ``TrackerError`` when the log file cannot be opened.
    public init(options: TrackerOptions) throws {
        self.options = options
        journal = TrackerJournal(
            log: try options.logfile.map { try AcceptedLog(path: $0) }, failures: options.failures, seed: options.seed)
    }

    /// What it has counted.
    public var counts: TrackerCounts { journal.counts }

    /// Serves until SIGTERM or SIGINT comes or the task is cancelled. Answers under way are finished, idle connections
    /// closed; what still hangs after a second is cut off.
    /// - Parameters:
    ///   - companions: Services that run beside it.
    ///   - onReady: Called with the base URL once connections are taken.
    /// - Throws: ``TrackerError`` when it cannot listen there.
    public func run(
        with companions: [any Service] = [], onReady: @escaping @Sendable (String) -> Void
    ) async throws {
        var logger = Logger(label: "tracker")
        // What a connection suffers is the sender's business here, and failing is a feature.
        logger.logLevel = .critical
        let listen = options.listen
        let application = Application(
            responder: TrackerResponder(options: options, journal: journal),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port), backlog: 1_024),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? listen.port
                onReady("http://\(ListenAddress(host: listen.host, port: port))/")
            },
            logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application] + companions, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        configuration.maximumCancellationDuration = .seconds(2)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw TrackerError("cannot listen on \(listen)", errno: error.errnoCode)
        }
    }
}
