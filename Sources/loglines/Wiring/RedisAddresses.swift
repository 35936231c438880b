import Glibc
import RedisClient
import Settings

extension RedisAddress {
    /// The server of a `[redis]` section.
    init(_ settings: RedisSettings) {
        self.init(
            endpoint: Endpoint(settings), username: settings.username, password: settings.password,
            database: settings.db, timeout: settings.timeout, minReplicas: settings.minReplicas)
    }
}

extension RedisAddress.Endpoint {
    fileprivate init(_ settings: RedisSettings) {
        if !settings.sentinels.isEmpty {
            let nodes = settings.sentinels.map { Sentinels.Node(host: $0.host, port: $0.port) }
            self = .master(
                Sentinels(
                    nodes, master: settings.master, username: settings.sentinelUsername,
                    password: settings.sentinelPassword))
        } else if !settings.unixsocket.isEmpty {
            self = .unix(path: settings.unixsocket)
        } else {
            self = .tcp(host: settings.host, port: settings.port)
        }
    }
}

extension Configuration {
    /// The Redis that a worker works with.
    func redis(of worker: WorkerSettings) throws -> RedisSettings {
        guard let settings = redis[worker.redis] else {
            throw ConfigurationProblem(
                .error, at: worker.origin, section: worker.section, key: "redis", "there is no [redis_\(worker.redis)]")
        }
        return settings
    }

    /// A worker instance's name in Redis: hosts that share one put their identifier before it.
    func identified(_ instance: String) -> String {
        supervisor.identifier.isEmpty ? instance : "\(supervisor.identifier):\(instance)"
    }
}

/// This machine's name, which stands in checkpoints and heartbeats.
func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
