import Inspection
import Settings

/// How the configuration on disk stands to that which the console was started with.
struct ConfigurationState: Sendable {
    /// What lies on disk.
    let loaded: LoadedConfiguration
    /// Whether it says something else than at the console's start; false while it is wrong.
    let hasChanged: Bool

    /// - Parameters:
    ///   - loaded: What lies on disk, files of workers that are not enabled included.
    ///   - usable: What of it can be used; what the console was started with, while nothing can.
    init(_ loaded: LoadedConfiguration, usable: Configuration, started: Configuration) {
        self.loaded = loaded
        hasChanged = usable != started
    }

    /// `values` as `config show --json` has them, `problems` as `config check --json`.
    var json: JSONText {
        .object([
            ("good", .bool(!loaded.hasErrors)), ("changed", .bool(hasChanged)),
            (
                "problems",
                .array(
                    loaded.problems.map {
                        .object([
                            ("severity", .text($0.severity.rawValue)), ("file", .text($0.file)),
                            ("line", $0.line.map { .number($0) } ?? .null), ("section", .optional($0.section)),
                            ("key", .optional($0.key)), ("message", .text($0.message)),
                        ])
                    })
            ),
            (
                "values",
                .array(
                    loaded.values.map {
                        .object([
                            ("section", .text($0.section)), ("key", .text($0.key)), ("value", .text($0.value)),
                            ("origin", .text($0.origin?.description ?? "default")), ("secret", .bool($0.isSecret)),
                        ])
                    })
            ),
        ])
    }
}
