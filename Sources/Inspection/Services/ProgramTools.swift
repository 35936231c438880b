import CounterRules
import Digests
import FoundationEssentials
import LogFormats
import Patterns
package import PluginAPI
import Synchronization

/// The tools that the program hands to its plugins.
package final class ProgramTools: PluginTools {
    /// Where data may be that set-up fetched, in the order of search.
    private let folders: [String]
    private let loaded = Mutex<[UserAgentChoice: UserAgentLists]>([:])
    /// Whether a robot's hit is told with the item that it used: workers pass robots over, who shows lines shows it.
    package let wantsUsesOfRobots: Bool
    private let formats = Mutex<[any LineFormat]>([])
    private let onChoice: @Sendable (_ service: String, _ format: String) -> Void
    package let addressDigests: any AddressDigests

    /// Tools whose lists of user agents are `LOGLINES_ROBOTS` and `LOGLINES_AI_AGENTS` of the environment where set; else
    /// those in `data/` of the directory, else in that of a folder above the executable (the package's, where set-up puts
    /// them).
    /// - Parameters:
    ///   - addressKeys: The keys that addresses are hashed with; without it they are of this run alone.
    ///   - onChoice: Told what `format = auto` of a service has decided for.
    package init(
        directory: String, wantsUsesOfRobots: Bool = true,
        addressKeys: @escaping @Sendable (AddressKey) throws -> [UInt8] = RandomKeys().key,
        onChoice: @escaping @Sendable (_ service: String, _ format: String) -> Void = { _, _ in }
    ) {
        addressDigests = KeyedAddressDigests(key: addressKeys)
        folders = [directory] + Self.foldersAboveExecutable
        self.wantsUsesOfRobots = wantsUsesOfRobots
        self.onChoice = onChoice
    }

    package func pattern(_ expression: String, ignoringCase: Bool) throws -> any TextPattern {
        try CompiledPattern(expression, ignoringCase: ignoringCase)
    }

    package func lineFormat(_ name: String) throws -> any LineFormat {
        let format = try LogFormats.format(named: name, onChoice: onChoice)
        formats.withLock { $0.append(format) }
        return format
    }

    /// Whether what a line says depends on no other line in any of the formats.
    package var readsEachLineAlone: Bool { formats.withLock { $0.allSatisfy(\.readsEachLineAlone) } }

    /// What the formats have chosen that were to decide from their first lines (`format = auto`).
    package var choices: [String] {
        formats.withLock { $0.filter { $0.name == "auto" }.map { $0.chosen ?? "nothing yet" } }
    }

    /// The lists, each choice of them read once.
    package func userAgents(robots: Bool, aiAgents: Bool) throws -> any UserAgentClassifier {
        try loaded.withLock { loaded in
            let choice = UserAgentChoice(robots: robots, aiAgents: aiAgents)
            if let lists = loaded[choice] { return lists }
            let lists = UserAgentLists(
                robots: robots
                    ? try list("counter-robots.txt", option: "robots", variable: "LOGLINES_ROBOTS") : nil,
                aiAgents: aiAgents
                    ? try list("ai-agents.txt", option: "ai_agents", variable: "LOGLINES_AI_AGENTS") : nil)
            loaded[choice] = lists
            return lists
        }
    }

    private func list(_ name: String, option: String, variable: String) throws -> PatternList {
        let given = ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : [$0] }
        let files = given ?? folders.map { "\($0)/data/\(name)" }
        guard let file = files.first(where: FileManager.default.fileExists(atPath:)) else {
            throw PluginError.option(option, "there is no list \(files[0]); set-up fetches it")
        }
        return try PatternList(file: file, option: option)
    }

    private static var foldersAboveExecutable: [String] {
        guard let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return []
        }
        let parts = executable.split(separator: "/")
        return (1..<max(2, parts.count)).map { "/" + parts.dropLast($0).joined(separator: "/") }
    }
}

/// Which lists of user agents a service looks at.
private struct UserAgentChoice: Hashable {
    let robots: Bool
    let aiAgents: Bool
}
