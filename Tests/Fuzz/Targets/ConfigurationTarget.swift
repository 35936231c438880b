import FoundationEssentials
import Settings

extension FuzzTarget {
    /// A whole configuration: whatever stands in `loglines.cfg`, everything wrong with it is named, on one line each, and
    /// nothing is used unless nothing is wrong.
    static let configuration = FuzzTarget("configuration") { input in
        let directory = try Directory()
        try Data(input).write(to: URL(filePath: "\(directory.path)/loglines.cfg"))
        let loaded = ConfigurationLoader.load(
            directory: directory.path, environment: ["HOME": "/home/loglines"], plugins: ["combined": ["base_url"]])
        for problem in loaded.problems {
            try require(problem.file == "loglines.cfg", "\(problem) is in no file")
            try require(!problem.message.isEmpty, "a problem without words")
            try require(!problem.message.contains(where: \.isNewline), "more than a line: \(problem)")
        }
        let hasErrors = loaded.problems.contains { $0.severity == .error }
        try require((loaded.configuration == nil) == hasErrors, "used although wrong, or refused without a reason")
        guard let configuration = loaded.configuration else { return }
        for worker in configuration.workers {
            _ = worker.processName(worker.process.numprocs - 1, directory: configuration.directory)
        }
    }
}

/// A directory in memory, removed with its last user.
private final class Directory {
    let path: String

    init() throws {
        path = "/dev/shm/loglines-fuzz-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        // What cannot be removed stays until the machine restarts; the input has been tried all the same.
        try? FileManager.default.removeItem(atPath: path)
    }
}
