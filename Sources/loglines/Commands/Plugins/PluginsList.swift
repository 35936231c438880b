import ArgumentParser
import Inspection
import PluginAPI
import PluginRegistry

/// `loglines plugins list`: each plugin with its options and their defaults.
struct PluginsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the plugins with their options and defaults.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() {
        if json {
            print(JSONText.array(ParserPlugins.all.map(Self.object)).line)
        } else {
            for plugin in ParserPlugins.all { print(Self.text(plugin)) }
        }
    }

    private static func text(_ plugin: any ParserPlugin.Type) -> String {
        let options = plugin.options.map { option in
            let left = option.defaultValue.map { "\(option.name) = \($0)" } ?? option.name
            return "  \(left.padded(to: 42))\(option.help)"
        }
        return (["\(plugin.name): \(plugin.summary)"] + options).joined(separator: "\n") + "\n"
    }

    private static func object(_ plugin: any ParserPlugin.Type) -> JSONText {
        .object([
            ("name", .text(plugin.name)), ("summary", .text(plugin.summary)),
            (
                "options",
                .array(
                    plugin.options.map { option in
                        .object([
                            ("name", .text(option.name)), ("default", .optional(option.defaultValue)),
                            ("help", .text(option.help)),
                        ])
                    })
            ),
        ])
    }
}

extension String {
    /// The text with blanks up to a width, and one at least.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
