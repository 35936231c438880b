package import PluginAPI
import PluginRegistry
package import Settings

extension ServiceSettings {
    /// The service's parser.
    /// - Parameters:
    ///   - fallback: The plugin of a service that names none.
    ///   - resolvers: What it is given to look things up; nothing: identifiers stand for themselves.
    package func parser(
        fallback: String, _ tools: ProgramTools, _ resolvers: ServiceResolvers = ServiceResolvers()
    ) throws -> any ParserPlugin {
        let settings = PluginSettings(
            service: id, options: options, tools: tools, resolver: resolvers.resolver, citations: resolvers.citations)
        return try ParserPlugins.make(name: plugin.isEmpty ? fallback : plugin, settings: settings)
    }
}

extension ConfigurationProblem {
    /// What a plugin says of an option, with the place where it was written.
    package init(_ service: ServiceSettings, _ error: PluginError) {
        let origin = error.option.flatMap { service.origins[$0] } ?? service.origin
        self.init(.error, at: origin, section: "service_\(service.id)", key: error.option ?? "plugin", error.reason)
    }
}
