import PluginAPI
import Telemetry

/// Gives the fields of a line colours, the same where the line is shown as it stands and where its fields are listed.
enum FieldColours {
    /// The line as it stands, its fields coloured.
    static func line(_ line: ParsedLine, _ style: Style) -> String {
        let fields = colours(of: line).filter { !$0.range.isEmpty }.sorted { $0.range.lowerBound < $1.range.lowerBound }
        var text = ""
        var place = 0
        for field in fields where field.range.lowerBound >= place {
            text += line.text(place..<field.range.lowerBound).escapingControls
            text += style.coloured(line.text(field.range).escapingControls, field.colour)
            place = field.range.upperBound
        }
        return text + line.text(place..<line.storage.count).escapingControls
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

    private static func colours(of line: ParsedLine) -> [(range: Range<Int>, colour: Int)] {
        let fields: [(Range<Int>, String)] = [
            (line.ip, "address"), (line.forwardedFor, "address"), (line.method, "request"), (line.url, "request"),
            (line.httpProtocol, "request"), (line.referer, "referer"), (line.userAgent, "user agent"),
        ]
        return fields.compactMap { range, name in colour(ofFieldNamed: name).map { (range, $0) } }
    }
}
