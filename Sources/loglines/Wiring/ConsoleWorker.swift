import Console
import Dispatch
import Glibc
import Inspection
import Logging
import RedisClient
import Settings
import SupervisorClient
import Synchronization
import Workers

/// `kind = console`: looks at everything once a second, and shows it over HTTP.
struct ConsoleWorker: Worker {
    let settings: ConsoleSettings
    let configuration: Configuration
    let context: WorkerContext

    /// How often everything is looked at.
    private static let interval = Duration.seconds(1)

    func run() throws {
        let state = ConsoleState()
        let maker = SnapshotMaker(
            servers: configuration.redis.mapValues { RedisAddress($0) },
            queues: Dictionary(
                uniqueKeysWithValues: configuration.redis.keys.map {
                    ($0, configuration.topology(ofRedis: $0).queuesInOrder)
                }),
            supervisor: ControlClient(directory: configuration.directory), host: context.host)
        let server = ConsoleServer(options, try services(state), log: context.log)
        let failure = Mutex<(any Error)?>(nil)
        let (stop, log) = (context.stop, context.log)
        let (ended, end) = AsyncStream<Never>.makeStream()
        let hasServed = DispatchSemaphore(value: 0)
        Task {
            do {
                try await server.run(until: { for await _ in ended {} }) { url in
                    log.notice("The console is open", metadata: ["url": "\(url)"])
                }
            } catch {
                failure.withLock { $0 = error }
            }
            stop.request()
            hasServed.signal()
        }
        while !stop.isRequested {
            state.publish(maker.make())
            _ = stop.pause(Self.interval)
        }
        end.finish()
        // Connections that do not end are not waited for.
        _ = hasServed.wait(timeout: .now() + .seconds(2))
        if let error = failure.withLock(\.self) { throw error }
    }

    private var options: ConsoleServer.Options {
        ConsoleServer.Options(
            listen: configuration.listen(of: settings),
            tls: settings.certificate.isEmpty ? nil : (settings.certificate, settings.key), moksha: settings.moksha,
            hosts: settings.hosts)
    }

    private func services(_ state: ConsoleState) throws -> ConsoleServices {
        let home = configuration.directory
        let supervisor = configuration.supervisor
        let password =
            supervisor.password.isEmpty
            ? try OperatorPassword.kept(in: "\(home)/run/console.password") : supervisor.password
        if supervisor.password.isEmpty {
            context.log.notice(
                "The operator's password is in run/console.password", metadata: ["user": "\(supervisor.username)"])
        }
        var users = Users(operator: supervisor.username, password: password)
        if !settings.users.isEmpty { try users.add(file: settings.users) }
        return ConsoleServices(
            configuration: configuration, redis: configuration.redis.mapValues { RedisAddress($0) },
            supervisor: ControlClient(directory: home), state: state, users: users,
            sessions: Sessions(file: "\(home)/run/console.sessions", users: users),
            throttle: LoginThrottle(),
            audit: AuditLog(path: "\(home)/logs/console-audit.log", log: context.log),
            hosts: HostNames(listen: configuration.listen(of: settings), names: settings.hosts),
            isSecure: !settings.certificate.isEmpty, ingestWait: .seconds(settings.ingestWait), version: version)
    }
}
