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
        case .tail(let tail): TailWorker(tail, in: context)
        case .broker(let broker): BrokerWorker(broker, spills: "\(configuration.directory)/data/spill", in: context)
        case .file(let file): FileLoggerWorker(file, in: context)
        case .pirus2(let forwarder): try self.forwarder(forwarder)
        case .console(let console):
            ConsoleWorker(settings: console, configuration: configuration, context: context)
        case .program:
            throw ConfigurationProblem(
                .error, at: settings.origin, section: settings.section, key: "command",
                "is an outside program; only the supervisor runs it")
        }
    }

    /// A forwarder with the parsers of all services, made at start, so that a wrong option is said then and not at the first
    /// line.
    private func forwarder(_ settings: ForwarderSettings) throws -> ForwarderWorker {
        let log = context.log
        let tools = ProgramTools(
            directory: configuration.directory, wantsUsesOfRobots: false,
            addressKeys: SharedAddressKeys(context).key,
            onChoice: { service, format in
                log.notice(
                    "Decided what format the lines have", metadata: ["service": "\(service)", "format": "\(format)"])
            })
        let fallback = settings.repositoryPlugin
        var lookups: [String: ServiceLookups] = [:]
        let parsers = try configuration.services.mapValues { service in
            do {
                let resolvers = try service.resolvers(fallback: fallback, for: settings.trackerProtocol)
                lookups[service.id] = resolvers.lookups
                return try service.parser(fallback: fallback, tools, resolvers)
            } catch let error as PluginError {
                throw ConfigurationProblem(service, error)
            }
        }
        let parserSet =
            fallback.isEmpty
            ? ParserSet(parsers)
            : ParserSet(parsers) { try ServiceSettings(id: $0, plugin: fallback).parser(fallback: fallback, tools) }
        return try ForwarderWorker(
            settings, parsers: parserSet, doubleClicks: configuration.services.compactMapValues(\.doubleClicks.grace),
            lookups: lookups, userAgent: "loglines/\(version)", in: context)
    }
}
