import Settings
import TestKit

/// A directory with a configuration, written for one test.
struct Site {
    let directory: TemporaryDirectory

    /// Writes files; without a `loglines.cfg` among them an empty one is written.
    init(_ files: [String: String]) throws {
        directory = try TemporaryDirectory()
        for (name, text) in files.merging(["loglines.cfg": ""], uniquingKeysWith: { given, _ in given }) {
            try directory.write(text, to: name)
        }
    }

    /// A site of one file.
    init(_ main: String) throws {
        try self.init(["loglines.cfg": main])
    }

    /// Reads what is enabled.
    func load(_ environment: [String: String] = [:], plugins: [String: Set<String>]? = nil) -> LoadedConfiguration {
        ConfigurationLoader.load(directory: directory.path, environment: environment, plugins: plugins)
    }

    /// What is wrong, a line each.
    func problems(_ environment: [String: String] = [:], plugins: [String: Set<String>]? = nil) -> [String] {
        load(environment, plugins: plugins).problems.map(\.description)
    }
}
