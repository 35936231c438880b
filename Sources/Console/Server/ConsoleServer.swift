import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
public import Settings
import Workers

/// The console: pages for people, XML-RPC for supervisorctl, JSON for programs, on one port.
public struct ConsoleServer: Sendable {
    /// Where it listens, and with which certificate.
    public struct Options: Sendable {
        /// Where it listens.
        public var listen: HostPort
        /// The TLS certificate's and its key's files; nil: no TLS.
        public var tls: (certificate: String, key: String)?

        /// Options.
        public init(listen: HostPort, tls: (certificate: String, key: String)? = nil) {
            self.listen = listen
            self.tls = tls
        }
    }

    private let options: Options
    private let services: ConsoleServices
    private let log: Logger

    /// A console that does not listen yet.
    public init(_ options: Options, _ services: ConsoleServices, log: Logger) {
        self.options = options
        self.services = services
        self.log = log
    }

    /// How long requests that are under way at the end may go on, among them the one that restarts the console.
    private static let lastAnswers = Duration.seconds(1)

    /// Serves until it is told to end.
    /// - Parameters:
    ///   - end: Returns when no connections are to be taken any more. Requests that are under way then have a second to end.
    ///   - onReady: Called with the base URL once connections are taken.
    /// - Throws: ``ConsoleError`` when it cannot listen there or cannot use the certificate.
    public func run(
        until end: @escaping @Sendable () async -> Void, onReady: @escaping @Sendable (String) -> Void
    ) async throws {
        let listen = options.listen
        let scheme = options.tls == nil ? "http" : "https"
        var quiet = log
        // What a connection suffers is the client's business.
        quiet.logLevel = .error
        let renderer = try PageRenderer()
        let desk = InspectionDesk(services)
        if !ChartLibrary.isThere {
            log.notice("The overview has no chart: install node-d3", metadata: ["missing": "\(ChartLibrary.path)"])
        }
        let application = Application(
            router: ConsoleRouter.make(services, renderer, desk),
            server: try server(ConsoleRouter.topics(services, renderer, desk)),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port), backlog: 256,
                availableConnectionsDelegate: MaximumAvailableConnections(OpenFiles.connections())),
            onServerRunning: { channel in
                onReady("\(scheme)://\(HostPort(host: listen.host, port: channel.localAddress?.port ?? listen.port))/")
            },
            logger: quiet)
        let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: quiet))
        do {
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                tasks.addTask {
                    await end()
                    await group.triggerGracefulShutdown()
                    try await Task.sleep(for: Self.lastAnswers)
                }
                try await tasks.next()
                tasks.cancelAll()
            }
        } catch let error as IOError {
            throw ConsoleError("cannot listen on \(listen): \(String(cString: strerror(error.errnoCode)))")
        }
    }

    private func server(_ topics: LiveTopics) throws -> HTTPServerBuilder {
        let services = services
        guard let tls = options.tls else {
            return HTTPServerBuilder { LiveChannel(responder: $0, services: services, topics: topics) }
        }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            return HTTPServerBuilder {
                try TLSChannel(
                    LiveChannel(responder: $0, services: services, topics: topics), tlsConfiguration: configuration)
            }
        } catch {
            throw ConsoleError("\(tls.certificate), \(tls.key): \(error)")
        }
    }
}
