import ArgumentParser
import FoundationEssentials
import Glibc
import PluginAPI
import PluginRegistry
import Settings

extension ExitCode {
    /// The configuration is wrong (`EX_CONFIG`).
    static let configuration = ExitCode(EX_CONFIG)
    /// The command was used wrongly (`EX_USAGE`).
    static let usage = ExitCode(EX_USAGE)
}

/// Reads the configuration that a command works with; what is wrong with it is said on stderr.
/// - Parameter warnings: Whether warnings are said too.
/// - Throws: `ExitCode.configuration` when there are errors.
func loadConfiguration(_ directory: String, warnings: Bool = false) throws -> Configuration {
    try usable(CheckedConfiguration.load(directory), warnings: warnings)
}

/// The configuration of what was loaded; what is wrong with it is said on stderr.
/// - Throws: `ExitCode.configuration` when there are errors.
func usable(_ loaded: LoadedConfiguration, warnings: Bool) throws -> Configuration {
    for problem in loaded.problems where warnings || problem.severity == .error { printError(problem.description) }
    guard let configuration = loaded.configuration else { throw ExitCode.configuration }
    return configuration
}

/// Reads configurations, and checks also what only the plugins and the forwarder can say.
enum CheckedConfiguration {
    /// What is enabled.
    static func load(_ directory: String) -> LoadedConfiguration {
        ConfigurationLoader.load(directory: directory, environment: environment, plugins: plugins).checkingParsers()
    }

    /// What is enabled, and each other file of `workers_available/`.
    static func check(_ directory: String) -> LoadedConfiguration {
        ConfigurationLoader.check(directory: directory, environment: environment, plugins: plugins).checkingParsers()
    }

    /// What is wrong with one file.
    static func check(file: String, _ directory: String) -> [ConfigurationProblem] {
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
            + configuration.problemsOfAnonymising() + configuration.problemsOfPlaces()
        if checked.hasErrors { checked.configuration = nil }
        return checked
    }
}
