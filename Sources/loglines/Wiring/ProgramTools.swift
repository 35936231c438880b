import CounterRules
import FoundationEssentials
import LogFormats
import Patterns
import PluginAPI
import Synchronization

/// The tools that the program hands to its plugins.
final class ProgramTools: PluginTools {
    /// Where the robots list may be, in the order of search.
    private let robotsFiles: [String]
    /// Whether a robot's hit is told with the item that it used: workers pass robots over, who shows lines shows it.
    let wantsUsesOfRobots: Bool
    private let loaded = Mutex<CounterRobots?>(nil)
    private let formats = Mutex<[any LineFormat]>([])

    /// Tools whose robots list is `LOGLINES_ROBOTS` of the environment if set; else `data/counter-robots.txt` of the
    /// directory, else that of a folder above the executable (the package's, where set-up puts it).
    init(directory: String, wantsUsesOfRobots: Bool = true) {
        self.wantsUsesOfRobots = wantsUsesOfRobots
        if let file = ProcessInfo.processInfo.environment["LOGLINES_ROBOTS"], !file.isEmpty {
            robotsFiles = [file]
        } else {
            robotsFiles = ([directory] + Self.foldersAboveExecutable).map { "\($0)/data/counter-robots.txt" }
        }
    }

    func pattern(_ expression: String, ignoringCase: Bool) throws -> any TextPattern {
        try CompiledPattern(expression, ignoringCase: ignoringCase)
    }

    func lineFormat(_ name: String) throws -> any LineFormat {
        let format = try LogFormats.format(named: name)
        formats.withLock { $0.append(format) }
        return format
    }

    /// Whether what a line says depends on no other line in any of the formats.
    var readsEachLineAlone: Bool { formats.withLock { $0.allSatisfy(\.readsEachLineAlone) } }

    /// What the formats have chosen that were to decide from their first lines (`format = auto`).
    var choices: [String] { formats.withLock { $0.filter { $0.name == "auto" }.map { $0.chosen ?? "nothing yet" } } }

    /// The COUNTER list, read once.
    func robots() throws -> any RobotList {
        try loaded.withLock { list in
            if let list { return list }
            guard let file = robotsFiles.first(where: FileManager.default.fileExists(atPath:)) else {
                throw PluginError.option("robots", "there is no robots list \(robotsFiles[0]); set-up fetches it")
            }
            let read = try CounterRobots(file: file)
            list = read
            return read
        }
    }

    private static var foldersAboveExecutable: [String] {
        guard let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return []
        }
        let parts = executable.split(separator: "/")
        return (1..<max(2, parts.count)).map { "/" + parts.dropLast($0).joined(separator: "/") }
    }
}
