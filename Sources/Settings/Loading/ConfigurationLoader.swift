/// Reads a directory with `loglines.cfg`, `workers_available/` and `workers_enabled/`.
public enum ConfigurationLoader {
    /// Reads what is enabled, and finds everything wrong with it at once.
    /// - Parameters:
    ///   - directory: Where `loglines.cfg` stands.
    ///   - environment: What `${NAME}` is replaced from.
    ///   - plugins: The plugins by name, each with the names of its options; nil: services are not checked against them.
    public static func load(
        directory: String, environment: [String: String], plugins: [String: Set<String>]? = nil
    ) -> LoadedConfiguration {
        var files = SourceFiles(directory: directory)
        files.readEnabled()
        return build(files, environment, plugins)
    }

    /// Reads what is enabled, as ``load(directory:environment:plugins:)``, and then each file of `workers_available/`
    /// that is not, one by one beside `loglines.cfg`.
    public static func check(
        directory: String, environment: [String: String], plugins: [String: Set<String>]? = nil
    ) -> LoadedConfiguration {
        let shared = SourceFiles(directory: directory)
        var files = shared
        files.readEnabled()
        var result = build(files, environment, plugins)
        let workers = WorkerFiles(directory: files.directory)
        for path in workers.names(in: .available).map({ workers.path($0, in: .available) }) where !files.hasRead(path) {
            result.problems += problems(of: path, beside: shared, environment, plugins)
        }
        return result
    }

    /// Reads one more file beside what is enabled, as if it were enabled too.
    /// - Returns: What is wrong with that file.
    public static func check(
        file path: String, directory: String, environment: [String: String], plugins: [String: Set<String>]? = nil
    ) -> [ConfigurationProblem] {
        var files = SourceFiles(directory: directory)
        files.readEnabled()
        return problems(of: path, beside: files, environment, plugins)
    }

    private static func problems(
        of path: String, beside others: SourceFiles, _ environment: [String: String],
        _ plugins: [String: Set<String>]?
    ) -> [ConfigurationProblem] {
        var files = others
        files.read(path, isShared: false)
        let name = files.shownName(path)
        return build(files, environment, plugins).problems.filter {
            $0.file == name
        }
    }

    private static func build(
        _ files: SourceFiles, _ environment: [String: String], _ plugins: [String: Set<String>]?
    ) -> LoadedConfiguration {
        var builder = ConfigurationBuilder(
            directory: files.directory, environment: environment)
        builder.build(files.sections)
        var problems = files.problems + builder.problems
        if let plugins { problems += builder.configuration.validateServices(known: plugins) }
        problems.sort {
            ($0.file, $0.line ?? 0, $0.key ?? "", $0.message) < ($1.file, $1.line ?? 0, $1.key ?? "", $1.message)
        }
        let isUsable = problems.allSatisfy { $0.severity == .warning }
        return LoadedConfiguration(
            configuration: isUsable ? builder.configuration : nil, problems: problems, values: builder.values)
    }
}
