import DspacePlugin
import Forwarding
import PluginAPI
import PluginTestKit
import Settings
import Workers

/// Makes OpenURLs of lines of a DSpace, each of which is a use: parsed, decided, the query rendered.
func openURLs(lines count: Int) throws -> Measured {
    let work = try Work.openURL()
    return try work.measured(rounds: max(1, count / work.lines.count { $0 == UInt8(ascii: "\n") }))
}

/// What becomes of a DSpace's lines, as every worker decides it.
extension Work {
    /// A work by its name.
    static func named(_ name: String) throws -> Work {
        switch name {
        case "parse": try parse(generatedLines(2_000))
        case "openurl": try openURL()
        case "robot": try passedOver { $0.rule == Exclusion.robot.rule }
        case "method": try passedOver { $0.rule == "method" }
        case "status": try passedOver { $0.rule == "status" }
        case "not-an-item": try notAnItem()
        case "besides-items":
            try passedOver { !["robot", "method", "status", Exclusion.notAnItem.rule].contains($0.rule) }
        default: throw WrongUse()
        }
    }

    /// Uses, for which the tracker's query is made.
    static func openURL() throws -> Work {
        var judge = try judge()
        return try Work(lines: generatedLines { $0.exclusion == nil && $0.usage != nil }) { message in
            guard let parsed = try judge.parse(message),
                case .send(let query, _) = try judge.verdict(on: parsed, of: message)
            else {
                return false
            }
            return !query.isEmpty
        }
    }

    /// Lines that are not kept.
    private static func passedOver(_ isWanted: (Exclusion) -> Bool) throws -> Work {
        Work(lines: try generatedLines { $0.exclusion.map(isWanted) ?? false }, step: try passesOver())
    }

    /// Lines of no item: uses, at other addresses.
    private static func notAnItem() throws -> Work {
        let lines = String(decoding: try openURL().lines, as: UTF8.self)
        let others = lines.replacing("/handle/", with: "/handles/").replacing("/bitstream/", with: "/bitstreamed/")
        return Work(lines: Array(others.utf8), step: try passesOver())
    }

    private static func passesOver() throws -> (LogMessage) throws -> Bool {
        var judge = try judge()
        return { message in
            guard let parsed = try judge.parse(message), case .pass = try judge.verdict(on: parsed, of: message) else {
                return false
            }
            return true
        }
    }

    private static func judge() throws -> Judge {
        let settings = ForwarderSettings(listento: "", endpointURL: "")
        return Judge(ParserSet([service: try plugin()]), OpenURLRenderer(settings))
    }

    private static func plugin() throws -> DspacePlugin {
        let options = ["base_url": "https://repository.example"]
        return try DspacePlugin(
            settings: PluginSettings(service: service, options: options, tools: TestTools(wantsUsesOfRobots: false)))
    }

    private static func generatedLines(where isWanted: (ParsedLine) -> Bool) throws -> [UInt8] {
        let plugin = try plugin()
        var chosen: [UInt8] = []
        try generatedLines(20_000).forEachLine { line in
            guard let parsed = try plugin.parseline(LogMessage(service: service, line: Array(line))), isWanted(parsed)
            else { return }
            chosen += line
            chosen.append(UInt8(ascii: "\n"))
        }
        guard !chosen.isEmpty else { throw Unexpected(line: "there is none of the kind") }
        return chosen
    }
}
