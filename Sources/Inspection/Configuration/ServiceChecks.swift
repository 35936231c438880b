import Forwarding
import PluginAPI
import Settings

extension Configuration {
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
