import Inspection
import PluginAPI
import Telemetry

/// Gives the fields of a line colours, the same where the line is shown as it stands and where its fields are listed.
enum FieldColours {
    /// The line as it stands, its fields coloured.
    static func line(_ line: ParsedLine, _ style: Style) -> String {
        line.pieces.map { text, field in
            let text = text.escapingControls
            return field.flatMap(colour(ofFieldNamed:)).map { style.coloured(text, $0) } ?? text
        }.joined()
    }

    /// The colour of a listed field; nil for one that does not stand in the line.
    static func colour(ofFieldNamed name: String) -> Int? {
        switch name {
        case "address": 35
        case "request": 36
        case "referer": 34
        case "user agent": 33
        default: nil
        }
    }
}
