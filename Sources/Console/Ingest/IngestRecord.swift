import Digests

/// How much of a posted body has been taken: a hash in Redis, written together with the lines.
struct IngestRecord {
    /// A line that was rejected.
    struct BadLine: Encodable, Equatable {
        /// Counted from 1.
        let line: Int
        let reason: String
    }

    /// What names the content in the ids of its lines: 16 hexadecimal digits.
    let generation: String
    /// Up to which byte of the content.
    var offset: UInt64 = 0
    /// The hash of the content up to there.
    var hash = ContentHash().value
    /// Whether that is all of it.
    var isDone = false
    /// Which request wrote this.
    var upload = ""
    /// Lines that went into the queue.
    var accepted = 0
    /// Lines that went into the failed list.
    var rejected = 0
    /// The first of those.
    var firstBad: BadLine?

    /// How long it is kept after its last change, in seconds.
    static let lifetime = 7 * 86_400

    /// The beginning of a content.
    init(generation: String) { self.generation = generation }

    /// Reads the fields of a Redis hash.
    /// - Returns: nil when it is none of ours.
    init?(fields: [String: String]) {
        guard let generation = fields["generation"], let offset = fields["offset"].flatMap(UInt64.init),
            let hash = fields["hash"].flatMap({ ContentHash.Value($0) })
        else { return nil }
        (self.generation, self.offset, self.hash) = (generation, offset, hash)
        isDone = fields["done"] == "1"
        upload = fields["upload"] ?? ""
        accepted = fields["accepted"].flatMap { Int($0) } ?? 0
        rejected = fields["rejected"].flatMap { Int($0) } ?? 0
        if let line = fields["bad_line"].flatMap({ Int($0) }), let reason = fields["bad_reason"] {
            firstBad = BadLine(line: line, reason: reason)
        }
    }

    /// The fields of the Redis hash.
    var fields: [String: String] {
        var fields = [
            "generation": generation, "offset": String(offset), "hash": hash.description, "upload": upload,
            "accepted": String(accepted), "rejected": String(rejected),
        ]
        if isDone { fields["done"] = "1" }
        if let firstBad { (fields["bad_line"], fields["bad_reason"]) = (String(firstBad.line), firstBad.reason) }
        return fields
    }

    /// What a script compares: `GENERATION:OFFSET`; empty before anything was taken.
    var position: String { upload.isEmpty ? "" : "\(generation):\(offset)" }
}
