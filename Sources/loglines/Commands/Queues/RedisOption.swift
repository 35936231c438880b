import ArgumentParser
import Inspection
import Mending
import Queues
import RedisClient
import Settings

/// Which Redis a command looks into.
struct RedisOption: ParsableArguments {
    @OptionGroup var directory: DirectoryOption

    @Option(help: "The NAME of a [redis_NAME] section; without it [redis].")
    var redis = ""

    /// An inspector of the Redis, or the end with one line that says why not.
    func connect() throws -> (Configuration, QueueInspector) {
        let (configuration, connection) = try open()
        return (configuration, QueueInspector(connection))
    }

    /// Mends the queues of the Redis, or ends with one line that says why not.
    func mending() throws -> QueueMending {
        let (configuration, connection) = try open()
        return QueueMending(connection, configuration, redis: redis)
    }

    /// Connects, or ends with one line that says why not.
    func open() throws -> (Configuration, RedisConnection) {
        let configuration = try loadConfiguration(directory.directory)
        guard let settings = configuration.redis[redis] else {
            printError("loglines.cfg: there is no [redis_\(redis)] section")
            throw ExitCode.configuration
        }
        return (configuration, try RedisConnection(RedisAddress(settings)))
    }
}
