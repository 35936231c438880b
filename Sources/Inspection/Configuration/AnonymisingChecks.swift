import PluginAPI
import Settings

extension Configuration {
    /// Services whose addresses are hashed although a tracker expects addresses: IRUS does (usage-protocols.md, sections 1.3
    /// and 1.4), PIRUS2 takes hashes.
    func problemsOfAnonymising() -> [ConfigurationProblem] {
        let irus = workers.first { worker in
            guard case .pirus2(let settings) = worker.job else { return false }
            return settings.trackerProtocol != .pirus2
        }
        guard let irus, case .pirus2(let settings) = irus.job else { return [] }
        return services.values.sorted { $0.id < $1.id }.compactMap { service in
            // What cannot be read the plugin has told.
            guard let text = service.options["anonymise"], let form = try? Anonymising(text), !form.leavesAddresses
            else { return nil }
            return ConfigurationProblem(
                .warning, at: service.origins["anonymise"] ?? service.origin, section: "service_\(service.id)",
                key: "anonymise",
                "leaves no address, and [\(irus.section)] speaks \(settings.trackerProtocol.rawValue), whose trackers expect one;"
                    + " truncate leaves one")
        }
    }
}
