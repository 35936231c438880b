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
        /// Where Moksha's clients are listened to; nil: nowhere.
        public var moksha: HostPort?
        /// The names that it is called by there, besides localhost and its address.
        public var hosts: [String] = []

        /// Options.
        public init(
            listen: HostPort, tls: (certificate: String, key: String)? = nil, moksha: HostPort? = nil,
            hosts: [String] = []
        ) {
            self.listen = listen
            self.tls = tls
            self.moksha = moksha
            self.hosts = hosts
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
        let hub = FeedHub()
        let feed = FeedListener(hub, log: log)
        feed.begin(services.configuration, redis: services.redis)
        defer { feed.end() }
        if !ChartLibrary.isThere {
            log.notice("The overview has no chart: install node-d3", metadata: ["missing": "\(ChartLibrary.path)"])
        }
        let application = Application(
            router: ConsoleRouter.make(services, renderer, desk),
            server: try server(ConsoleRouter.topics(services, renderer, desk, hub)),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port), backlog: 256,
                availableConnectionsDelegate: MaximumAvailableConnections(OpenFiles.connections())),
            onServerRunning: { channel in
                onReady("\(scheme)://\(HostPort(host: listen.host, port: channel.localAddress?.port ?? listen.port))/")
            },
            logger: quiet)
        let moksha = options.moksha.map { mokshaServer(at: $0, hub, logger: quiet) }
        let group = ServiceGroup(
            configuration: .init(
                services: ([application] + (moksha.map { [$0] } ?? [])).map { .init(service: $0) }, logger: quiet))
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
            let places = [listen, options.moksha].compactMap { $0?.description }.joined(separator: ", ")
            throw ConsoleError("cannot listen on \(places): \(String(cString: strerror(error.errnoCode)))")
        }
    }

    /// What Moksha's clients are given: a WebSocket, and nothing else.
    private func mokshaServer(at listen: HostPort, _ hub: FeedHub, logger: Logger) -> Application<
        RouterResponder<ConsoleContext>
    > {
        let topics = LiveTopics(services.state, FeedTopics(hub).moksha)
        let names = HostNames(listen: listen, names: options.hosts)
        let log = log
        return Application(
            router: Router(context: ConsoleContext.self),
            server: HTTPServerBuilder {
                LiveChannel(responder: $0, door: .moksha(names), topics: topics, isSecure: false)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port), backlog: 256,
                availableConnectionsDelegate: MaximumAvailableConnections(1_000)),
            onServerRunning: { _ in log.notice("Moksha's clients are listened to", metadata: ["address": "\(listen)"])
            },
            logger: logger)
    }

    private func server(_ topics: LiveTopics) throws -> HTTPServerBuilder {
        let services = services
        guard let tls = options.tls else {
            return HTTPServerBuilder {
                LiveChannel(responder: $0, door: .console(services), topics: topics, isSecure: false)
            }
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
                    LiveChannel(responder: $0, door: .console(services), topics: topics, isSecure: true),
                    tlsConfiguration: configuration)
            }
        } catch {
            throw ConsoleError("\(tls.certificate), \(tls.key): \(error)")
        }
    }
}
