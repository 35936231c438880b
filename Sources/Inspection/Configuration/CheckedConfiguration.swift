import FoundationEssentials
import PluginAPI
import PluginRegistry
public import Settings

/// Reads configurations, and checks also what only the plugins and the forwarder can say.
public enum CheckedConfiguration {
    /// What is enabled.
    public static func load(_ directory: String) -> LoadedConfiguration {
        ConfigurationLoader.load(directory: directory, environment: environment, plugins: plugins).checkingParsers()
    }

    /// What is enabled, and each other file of `workers_available/`.
    public static func check(_ directory: String) -> LoadedConfiguration {
        ConfigurationLoader.check(directory: directory, environment: environment, plugins: plugins).checkingParsers()
    }

    /// What is wrong with one file.
    public static func check(file: String, _ directory: String) -> [ConfigurationProblem] {
        ConfigurationLoader.check(file: file, directory: directory, environment: environment, plugins: plugins)
    }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The plugins with the names of their options.
    private static var plugins: [String: Set<String>] {
        Dictionary(uniqueKeysWithValues: ParserPlugins.all.map { ($0.name, Set($0.options.map(\.name))) })
    }
}

extension LoadedConfiguration {
    /// Makes every plugin once, to learn which options it cannot use.
    fileprivate func checkingParsers() -> LoadedConfiguration {
        guard let configuration else { return self }
        var checked = self
        checked.problems +=
            configuration.problemsOfParsers() + configuration.problemsOfEndpoints()
            + configuration.problemsOfStores() + configuration.problemsOfAnonymising()
            + configuration.problemsOfPlaces() + configuration.problemsOfReports()
        if checked.hasErrors { checked.configuration = nil }
        return checked
    }
}
