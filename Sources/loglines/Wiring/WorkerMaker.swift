import Forwarding
import Logging
import Lookups
import PluginAPI
import PluginRegistry
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

extension ServiceSettings {
    /// The service's parser.
    /// - Parameters:
    ///   - fallback: The plugin of a service that names none.
    ///   - resolvers: What it is given to look things up; nothing: identifiers stand for themselves.
    ///   - places: Tells it where clients are; nil: nobody wants that.
    func parser(
        fallback: String, _ tools: ProgramTools, _ resolvers: ServiceResolvers = ServiceResolvers(),
        places: (any PlaceFinder)? = nil
    ) throws -> any ParserPlugin {
        let settings = PluginSettings(
            service: id, options: options, tools: tools, resolver: resolvers.resolver, citations: resolvers.citations,
            places: places)
        return try ParserPlugins.make(name: plugin.isEmpty ? fallback : plugin, settings: settings)
    }
}

extension Configuration {
    /// How lines of a service make records; each line is one where nothing is known of the service.
    /// - Throws: `PluginError` when there is no such plugin.
    func framing(of service: String) throws -> Framing {
        guard let plugin = services[service]?.plugin, !plugin.isEmpty else { return .lines }
        return try ParserPlugins.plugin(named: plugin).framing
    }

    /// What the plugins say of the services' options.
    func problemsOfParsers() -> [ConfigurationProblem] {
        let tools = ProgramTools(directory: directory)
        return services.values.filter { !$0.plugin.isEmpty }.sorted { $0.id < $1.id }.compactMap { service in
            do {
                _ = try service.parser(fallback: "", tools)
                _ = try service.resolvers(fallback: "", for: .pirus2)
                return nil
            } catch let error as PluginError {
                return ConfigurationProblem(service, error)
            } catch {
                return ConfigurationProblem(service, .option("plugin", "\(error)"))
            }
        }
    }

    /// What is wrong with the trackers' addresses and certificates.
    func problemsOfEndpoints() -> [ConfigurationProblem] {
        workers.compactMap { worker in
            guard case .pirus2(let settings) = worker.job else { return nil }
            do {
                _ = try Sender(settings, userAgent: "") { _ in }
                return nil
            } catch let error as EndpointError {
                return ConfigurationProblem(
                    at: worker.origins["endpoint_url"] ?? worker.origin, section: worker.section, key: "endpoint_url",
                    error.reason)
            } catch {
                return ConfigurationProblem(at: worker.origin, section: worker.section, "\(error)")
            }
        }
    }
}

extension ConfigurationProblem {
    /// What a plugin says of an option, with the place where it was written.
    init(_ service: ServiceSettings, _ error: PluginError) {
        let origin = error.option.flatMap { service.origins[$0] } ?? service.origin
        self.init(.error, at: origin, section: "service_\(service.id)", key: error.option ?? "plugin", error.reason)
    }
}
