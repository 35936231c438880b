import Digests
import PluginAPI
import Queues

/// How far a content has been imported for one service and one window of times (`checkpoint:import:SERVICE:GENERATION`, with
/// `:SINCE..UNTIL` behind it where there is a window).
struct ImportCheckpoint {
    /// What names the content in the ids of its lines: 16 hexadecimal digits.
    let generation: String
    /// Which of its lines were imported.
    let window: ImportWindow
    /// Where the file was, for people and for explaining.
    var path: String
    /// Up to which byte of the content.
    var offset: UInt64
    /// The hash of the content up to there.
    var hash: ContentHash.Value
    /// The marks up to there.
    var marks: [ContentScan.Mark]

    /// What a script compares: `GENERATION:OFFSET`.
    var position: String { "\(generation):\(offset)" }

    /// The key of a checkpoint.
    static func key(service: String, generation: String, window: ImportWindow) -> String {
        let name = "\(QueueKeys.imported(service: service))\(generation)"
        guard !window.isAll else { return name }
        return "\(name):\(window.since?.rfc3339 ?? "")..\(window.until?.rfc3339 ?? "")"
    }

    /// The fields of the Redis hash that say where it stands.
    var place: [String: String] {
        ["generation": generation, "path": path, "offset": String(offset), "hash": hash.description]
    }

    /// The other fields.
    func fields(service: String) -> [String: String] {
        var fields = [
            "service": service, "marks": marks.map { "\($0.offset):\($0.hash)" }.joined(separator: " "),
        ]
        if let since = window.since { fields["since"] = String(since.secondsSince1970) }
        if let until = window.until { fields["until"] = String(until.secondsSince1970) }
        return fields
    }

    /// Reads the fields of a Redis hash.
    /// - Returns: nil when it is none of ours.
    init?(fields: [String: String]) {
        guard let generation = fields["generation"], let offset = fields["offset"].flatMap(UInt64.init),
            let hash = fields["hash"].flatMap({ ContentHash.Value($0) })
        else { return nil }
        func time(_ name: String) -> UTCTime? {
            fields[name].flatMap(Int64.init).map(UTCTime.init(secondsSince1970:))
        }
        self.generation = generation
        self.offset = offset
        self.hash = hash
        window = ImportWindow(since: time("since"), until: time("until"))
        path = fields["path"] ?? ""
        marks = (fields["marks"] ?? "").split(separator: " ").compactMap { text in
            let parts = text.split(separator: ":")
            guard parts.count == 2, let offset = UInt64(parts[0]), let hash = ContentHash.Value(parts[1]) else {
                return nil
            }
            return ContentScan.Mark(offset: offset, hash: hash)
        }
    }

    /// The beginning of a content.
    init(generation: String, window: ImportWindow, path: String) {
        (self.generation, self.window, self.path) = (generation, window, path)
        (offset, hash, marks) = (0, ContentHash().value, [])
    }
}
