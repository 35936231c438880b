import Forwarding
import Glibc
import Inspection
import PluginAPI
import Settings
import Workers

/// What the configuration says of an import.
struct ImportPlan {
    /// Why there is nothing to import into or by; one line of text.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    let service: String
    let queue: String
    let window: ImportWindow
    /// How lines make records.
    let framing: Framing
    /// The longest record that the service's tail takes, in bytes.
    let maxline: Int
    /// The tails that read their files from the beginning: their sections and their files' patterns.
    private let followers: [(section: String, patterns: [String])]
    let redis: RedisSettings
    /// Reads lines, and looks nothing up.
    let parser: any ParserPlugin
    /// Makes a parser that reads them as the forwarder does, as far as that goes without asking anybody. None shares anything
    /// that changes with another.
    let makeForwarderParser: () throws -> any ParserPlugin
    /// What a recorder would read lines with.
    let recording: RecordingTools
    /// How many lines may be parsed at the same time.
    let cores: Int
    /// Who sends what comes to the queue: the first of them by name; nil: nobody does.
    let forwarder: (name: String, settings: ForwarderSettings)?
    /// Whether double clicks are kept back, which a dry run does not see.
    let keepsDoubleClicksBack: Bool

    /// - Parameters:
    ///   - redis: The name of a `[redis_NAME]` section; "" for `[redis]`.
    ///   - queue: What `--to` says.
    /// - Throws: ``Problem``, `PluginError`.
    init(_ configuration: Configuration, redis: String, service: String, queue: String?, window: ImportWindow) throws {
        guard let server = configuration.redis[redis] else {
            throw Problem(description: "loglines.cfg: there is no [redis_\(redis)] section")
        }
        let workers = configuration.workers.filter { $0.redis == redis }
        followers = workers.compactMap { worker in
            guard case .tail(let tail) = worker.job, tail.start == .beginning else { return nil }
            return (worker.section, tail.logfile)
        }
        let entry = configuration.entry(of: service, redis: redis)
        self.queue = queue ?? entry.queue
        framing = try configuration.framing(of: service)
        maxline = framing.longestRecord(maxline: entry.maxline)
        let topology = configuration.topology(ofRedis: redis)
        let target = self.queue
        forwarder = workers.compactMap { worker -> (name: String, settings: ForwarderSettings)? in
            guard case .pirus2(let settings) = worker.job, topology.upstream(of: settings.listento).contains(target)
            else { return nil }
            return (worker.name, settings)
        }.min { $0.name < $1.name }
        let fallback = forwarder?.settings.repositoryPlugin ?? ""
        let known = configuration.services[service]
        guard let settings = known ?? (fallback.isEmpty ? nil : ServiceSettings(id: service, plugin: fallback)) else {
            throw Problem(description: "--service: no [service_\(service)] section says how to read its lines")
        }
        let directory = configuration.directory
        let tools = ProgramTools(directory: directory, wantsUsesOfRobots: false)
        parser = try settings.parser(fallback: fallback, tools)
        let resolvers = try settings.resolvers(
            fallback: fallback, for: forwarder?.settings.trackerProtocol ?? .irusR5
        ).unasked
        makeForwarderParser = {
            let tools = ProgramTools(directory: directory, wantsUsesOfRobots: false)
            return try settings.parser(fallback: fallback, tools, resolvers)
        }
        recording = RecordingTools(
            directory: directory, settings: settings, fallback: configuration.repositoryPlugin,
            geohash: configuration.geohash)
        cores = tools.readsEachLineAlone ? max(1, min(8, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) : 1
        keepsDoubleClicksBack = settings.doubleClicks.grace != nil
        (self.service, self.window, self.redis) = (service, window, server)
    }
    /// Which tail reads a file of this path from its beginning; nil: none.
    func follower(_ path: String) -> String? {
        followers.first { $0.patterns.contains { fnmatch($0, path, FNM_PATHNAME) == 0 } }?.section
    }
}
