import GeoLookup
import Graphite
import Inspection
import Logging
import Lookups
import PluginAPI
import Settings
import Workers

/// Makes workers of their settings: here plugins and workers meet.
struct WorkerMaker {
    let configuration: Configuration
    let context: WorkerContext

    /// The worker of a section.
    /// - Throws: `ConfigurationProblem` when a plugin cannot use its options, and what the worker itself throws.
    func worker(for settings: WorkerSettings) throws -> any Worker {
        switch settings.job {
        case .tail(let tail): TailWorker(tail, framing: try configuration.framing(of: tail.servicename), in: context)
        case .broker(let broker): BrokerWorker(broker, spills: "\(configuration.directory)/data/spill", in: context)
        case .file(let file): FileLoggerWorker(file, in: context)
        case .pirus2(let forwarder): try self.forwarder(forwarder)
        case .recorder(let recorder): try self.recorder(recorder)
        case .publisher(let publisher): try self.publisher(publisher)
        case .console(let console):
            ConsoleWorker(settings: console, configuration: configuration, context: context)
        case .actions(let actions): ActionsWorker(actions, in: context)
        case .graphite(let graphite): try self.graphite(graphite)
        case .statsd(let statsd): try self.statsd(statsd)
        case .zeromq(let zeromq):
            try ZeroMQWorker(zeromq, in: context)
        case .program:
            throw ConfigurationProblem(
                .error, at: settings.origin, section: settings.section, key: "command",
                "is an outside program; only the supervisor runs it")
        }
    }

    /// What parsers are made with.
    /// - Parameter wantsUsesOfRobots: Whether a robot's hit is told with the item that it used.
    private func tools(wantsUsesOfRobots: Bool) -> ProgramTools {
        let log = context.log
        return ProgramTools(
            directory: configuration.directory, wantsUsesOfRobots: wantsUsesOfRobots,
            addressKeys: SharedAddressKeys(context).key,
            onChoice: { service, format in
                log.notice(
                    "Decided what format the lines have", metadata: ["service": "\(service)", "format": "\(format)"])
            })
    }

    /// The parsers of all services, made at start, so that a wrong option is said then and not at the first line.
    /// - Parameters:
    ///   - fallback: The plugin of services that name none, and of those that have no section; empty: they have none.
    ///   - places: What knows where clients are, by its file.
    private func parsers(
        fallback: String, for trackerProtocol: ForwarderSettings.TrackerProtocol, _ tools: ProgramTools,
        places: [String: GeoLookup] = [:]
    ) throws -> (parsers: ParserSet, lookups: [String: ServiceLookups]) {
        var lookups: [String: ServiceLookups] = [:]
        let parsers = try configuration.services.mapValues { service in
            do {
                let resolvers = try service.resolvers(fallback: fallback, for: trackerProtocol)
                lookups[service.id] = resolvers.lookups
                return try service.parser(fallback: fallback, tools, resolvers, places: places[service.geoip])
            } catch let error as PluginError {
                throw ConfigurationProblem(service, error)
            }
        }
        guard !fallback.isEmpty else { return (ParserSet(parsers), lookups) }
        let parserSet = ParserSet(parsers) {
            try ServiceSettings(id: $0, plugin: fallback).parser(fallback: fallback, tools)
        }
        return (parserSet, lookups)
    }

    /// What knows where clients are, by its file; services may share one.
    private var places: [String: GeoLookup] {
        let (files, log) = (Set(configuration.services.values.map(\.geoip)).subtracting([""]), context.log)
        return Dictionary(
            uniqueKeysWithValues: files.map { file in
                (file, GeoLookup(path: file) { log.log(level: $0.isProblem ? .warning : .notice, "\($0)") })
            })
    }

    /// A recorder. It reads lines as the forwarder does; citations, which only PIRUS2 takes, its store is not told.
    private func recorder(_ settings: RecorderSettings) throws -> RecorderWorker {
        let tools = tools(wantsUsesOfRobots: true)
        let (parsers, lookups) = try parsers(
            fallback: configuration.repositoryPlugin, for: .irusR5, tools, places: places)
        return try RecorderWorker(
            settings, store: settings.database.sink(in: configuration.directory), parsers: parsers,
            digests: tools.addressDigests, lookups: lookups, userAgent: "loglines/\(version)", in: context)
    }

    /// What counts for Graphite. It reads lines as the recorder does.
    private func graphite(_ settings: GraphiteSettings) throws -> GraphiteWorker {
        let (parsers, lookups) = try parsers(
            fallback: configuration.repositoryPlugin, for: .irusR5, tools(wantsUsesOfRobots: false), places: places)
        let backends = try MetricBackends(
            carbon: settings.graphite, settings.carbonProtocol, influx: settings.influx, aggregation: .sum,
            directory: configuration.directory, in: context)
        return try GraphiteWorker(
            settings, services: Array(configuration.services.keys), parsers: parsers, lookups: lookups,
            backends: backends, userAgent: "loglines/\(version)", in: context)
    }

    /// A publisher. It reads lines as the recorder does.
    private func publisher(_ settings: PublisherSettings) throws -> PublisherWorker {
        let (parsers, lookups) = try parsers(
            fallback: configuration.repositoryPlugin, for: .irusR5, tools(wantsUsesOfRobots: true), places: places)
        return try PublisherWorker(
            settings, parsers: parsers, anonymity: configuration.services.mapValues(\.anonymity), lookups: lookups,
            userAgent: "loglines/\(version)", in: context)
    }

    private func forwarder(_ settings: ForwarderSettings) throws -> ForwarderWorker {
        let tools = tools(wantsUsesOfRobots: false)
        let (parsers, lookups) = try parsers(
            fallback: settings.repositoryPlugin, for: settings.trackerProtocol, tools)
        return try ForwarderWorker(
            settings, parsers: parsers, doubleClicks: configuration.services.compactMapValues(\.doubleClicks.grace),
            lookups: lookups, userAgent: "loglines/\(version)", in: context)
    }

    private func statsd(_ settings: StatsDSettings) throws -> StatsDWorker {
        let backends = try MetricBackends(
            carbon: settings.graphite, settings.carbonProtocol, influx: settings.influx,
            directory: configuration.directory, in: context)
        return StatsDWorker(settings, backends: backends, in: context)
    }
}
