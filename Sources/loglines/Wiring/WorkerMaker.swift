import Forwarding
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
        case .tail(let tail): TailWorker(tail, in: context)
        case .broker(let broker): BrokerWorker(broker, spills: "\(configuration.directory)/data/spill", in: context)
        case .file(let file): FileLoggerWorker(file, in: context)
        case .pirus2(let forwarder):
            try ForwarderWorker(
                forwarder, parsers: parsers(for: forwarder),
                doubleClicks: configuration.services.compactMapValues(\.doubleClicks.grace),
                userAgent: "loglines/\(version)", in: context)
        case .program:
            throw ConfigurationProblem(
                .error, at: settings.origin, section: settings.section, key: "command",
                "is an outside program; only the supervisor runs it")
        }
    }

    /// The parsers of all services, made at start, so that a wrong option is said then and not at the first line.
    private func parsers(for forwarder: ForwarderSettings) throws -> ParserSet {
        let tools = ProgramTools(directory: configuration.directory, wantsUsesOfRobots: false)
        let fallback = forwarder.repositoryPlugin
        let parsers = try configuration.services.mapValues { service in
            do {
                return try service.parser(fallback: fallback, tools)
            } catch let error as PluginError {
                throw ConfigurationProblem(service, error)
            }
        }
        guard !fallback.isEmpty else { return ParserSet(parsers) }
        return ParserSet(parsers) { try ServiceSettings(id: $0, plugin: fallback).parser(fallback: fallback, tools) }
    }
}

extension ServiceSettings {
    /// The service's parser.
    /// - Parameter fallback: The plugin of a service that names none.
    func parser(fallback: String, _ tools: ProgramTools) throws -> any ParserPlugin {
        let settings = PluginSettings(service: id, options: options, tools: tools)
        return try ParserPlugins.make(name: plugin.isEmpty ? fallback : plugin, settings: settings)
    }
}

extension Configuration {
    /// What the plugins say of the services' options.
    func problemsOfParsers() -> [ConfigurationProblem] {
        let tools = ProgramTools(directory: directory)
        return services.values.filter { !$0.plugin.isEmpty }.sorted { $0.id < $1.id }.compactMap { service in
            do {
                _ = try service.parser(fallback: "", tools)
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
