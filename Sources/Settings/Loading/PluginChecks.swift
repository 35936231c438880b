extension Configuration {
    /// Checks that every plugin named is there, and that services have only keys that their plugins know.
    /// - Parameter known: The plugins by name, each with the names of its options.
    public func validateServices(known: [String: Set<String>]) -> [ConfigurationProblem] {
        let ofServices = services.values.sorted { $0.id < $1.id }.flatMap { service -> [ConfigurationProblem] in
            guard !service.plugin.isEmpty else { return [] }
            guard let options = known[service.plugin] else {
                return [service.problem(ServiceKeys.plugin, Self.missing(service.plugin, known))]
            }
            // What [DEFAULT] hands on to all is for those that know it.
            let own = service.options.keys.filter { service.origins[$0] != nil || !ServiceKeys.inherited.contains($0) }
            return own.sorted().filter { !options.contains($0) }.map { key in
                let right = options.union([ServiceKeys.plugin] + ServiceSettings.keys.map(\.name))
                return service.problem(key, "unknown key" + Nearest.hint(for: key, among: right))
            }
        }
        let ofWorkers = workers.compactMap { worker -> ConfigurationProblem? in
            guard let plugin = worker.job.repositoryPlugin, known[plugin] == nil else { return nil }
            return worker.problem("repository_plugin", Self.missing(plugin, known))
        }
        return ofServices + ofWorkers
    }

    private static func missing(_ plugin: String, _ known: [String: Set<String>]) -> String {
        "plugin '\(plugin)' is not compiled in" + Nearest.hint(for: plugin, among: known.keys)
    }
}

extension ServiceSettings {
    /// The name of its section.
    var section: String { "service_\(id)" }

    /// A problem with one of its keys.
    fileprivate func problem(_ key: String, _ message: String) -> ConfigurationProblem {
        ConfigurationProblem(at: origins[key] ?? origin, section: section, key: key, message)
    }
}
