import ArgumentParser
import FoundationEssentials
import Glibc
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
    let loaded = ConfigurationLoader.load(directory: directory, environment: ProcessInfo.processInfo.environment)
    return try usable(loaded, warnings: warnings)
}

/// The configuration of what was loaded; what is wrong with it is said on stderr.
/// - Throws: `ExitCode.configuration` when there are errors.
func usable(_ loaded: LoadedConfiguration, warnings: Bool) throws -> Configuration {
    for problem in loaded.problems where warnings || problem.severity == .error { printError(problem.description) }
    guard let configuration = loaded.configuration else { throw ExitCode.configuration }
    return configuration
}

/// Writes a line to stderr.
func printError(_ text: String) {
    var line = text + "\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Writes a value to stdout as JSON.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
