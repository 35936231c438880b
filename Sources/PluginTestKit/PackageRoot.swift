import FoundationEssentials

/// Where tests find the files of this package and those beside it.
public enum PackageRoot {
    /// The package's folder, without a slash at the end.
    public static let path: String = {
        let parts = #filePath.split(separator: "/")
        return "/" + parts.dropLast(3).joined(separator: "/")
    }()

    /// The COUNTER robots list, which set-up fetches.
    public static let robotsList = "\(path)/data/counter-robots.txt"

    /// The list of AI agents, which set-up fetches.
    public static let aiAgentsList = "\(path)/data/ai-agents.txt"

    /// Whether both lists are there.
    public static let hasRobotsList = [robotsList, aiAgentsList].allSatisfy(FileManager.default.fileExists(atPath:))

    /// Sample user agents with their patterns, which set-up fetches for the tests; nil when they are not there.
    public static let crawlerUserAgents = ["\(path)/data/crawler-user-agents.json"]
        .first(where: FileManager.default.fileExists(atPath:))

    /// A file of the shared data folder; nil when the folder is not on this machine.
    public static func sharedData(_ name: String) -> String? {
        let candidates = ["\(path)/../shared/data/\(name)", "\(path)/../../shared/data/\(name)"]
        return candidates.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The lines of a file, without their line ends.
    /// - Throws: What the file system says.
    public static func lines(of file: String) throws -> [[UInt8]] {
        try Data(contentsOf: URL(filePath: file)).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }
}
