import ArgumentParser
import Inspection
import Settings

/// `loglines config show`.
struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows every setting with its value and where it comes from.",
        discussion: "The origin is FILE:LINE, or 'default'. Secrets are masked.")

    @OptionGroup var location: DirectoryOption

    @Flag(help: "Print the settings as JSON.")
    var json = false

    func run() throws {
        let loaded = CheckedConfiguration.load(location.directory)
        _ = try usable(loaded, warnings: false)
        if json {
            try printJSON(loaded.values.map(SettingReport.init))
        } else {
            for line in table(loaded.values) { print(line) }
        }
    }

    /// One block per section, its columns aligned.
    private func table(_ values: [EffectiveValue]) -> [String] {
        let keyWidth = values.map(\.key.count).max() ?? 0
        let valueWidth = min(40, values.map(\.value.count).max() ?? 0)
        var lines: [String] = []
        var section: String?
        for value in values {
            if value.section != section {
                if section != nil { lines.append("") }
                lines.append("[\(value.section)]")
                section = value.section
            }
            let text = value.value.split(whereSeparator: \.isNewline).joined(separator: " ")
            lines.append("\(padded(value.key, keyWidth)) = \(padded(text, valueWidth))  \(value.originText)")
        }
        return lines
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension EffectiveValue {
    /// `FILE:LINE` or `default`.
    fileprivate var originText: String { origin?.description ?? "default" }
}

/// A setting as JSON has it.
private struct SettingReport: Encodable {
    let section: String
    let key: String
    let value: String
    let origin: String
    let secret: Bool

    init(_ value: EffectiveValue) {
        section = value.section
        key = value.key
        self.value = value.value
        origin = value.originText
        secret = value.isSecret
    }
}
