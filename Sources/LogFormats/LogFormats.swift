public import PluginAPI

/// The log formats that loglines knows by name (`format =` in a `[service_ID]` section).
public enum LogFormats {
    /// Every preset, in the order in which they are listed.
    public static let presets: [any LineFormat] = [
        AccessLog(name: "common", prefix: .none, hasHeaders: false),
        AccessLog(name: "combined", prefix: .none, hasHeaders: true),
        AccessLog(name: "vhost_combined", prefix: .virtualHost, hasHeaders: true),
        AccessLog(name: "ora", prefix: .logger, hasHeaders: true),
    ]

    /// The presets' names.
    public static var names: [String] { presets.map(\.name) }

    /// The preset of a name.
    /// - Throws: ``PluginError`` naming the presets when there is none of that name.
    public static func format(named name: String) throws -> any LineFormat {
        guard let format = presets.first(where: { $0.name == name }) else {
            throw PluginError.option(
                "format", "there is no format '\(name)'; the formats are \(names.joined(separator: ", "))")
        }
        return format
    }
}
