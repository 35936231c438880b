import Glibc
import Settings

extension Configuration {
    /// The Redis that a worker works with.
    func redis(of worker: WorkerSettings) throws -> RedisSettings {
        guard let settings = redis[worker.redis] else {
            throw ConfigurationProblem(
                .error, at: worker.origin, section: worker.section, key: "redis", "there is no [redis_\(worker.redis)]")
        }
        return settings
    }
}

/// This machine's name, which stands in checkpoints and heartbeats.
func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
