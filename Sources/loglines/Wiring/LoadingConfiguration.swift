import ArgumentParser
import Glibc
import Inspection
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
