package import PluginAPI
import PluginRegistry
package import Settings

extension ServiceSettings {
    /// The service's parser.
    /// - Parameters:
    ///   - fallback: The plugin of a service that names none.
    ///   - resolvers: What it is given to look things up; nothing: identifiers stand for themselves.
    ///   - places: Tells it where clients are; nil: nobody wants that.
    package func parser(
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
    package func framing(of service: String) throws -> Framing {
        guard let plugin = services[service]?.plugin, !plugin.isEmpty else { return .lines }
        return try ParserPlugins.plugin(named: plugin).framing
    }
}

extension ConfigurationProblem {
    /// What a plugin says of an option, with the place where it was written.
    package init(_ service: ServiceSettings, _ error: PluginError) {
        let origin = error.option.flatMap { service.origins[$0] } ?? service.origin
        self.init(.error, at: origin, section: "service_\(service.id)", key: error.option ?? "plugin", error.reason)
    }
}
