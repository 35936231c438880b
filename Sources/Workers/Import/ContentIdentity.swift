import Decompression
import Digests
import Queues

/// Which content a file has, among those that were imported before: decided by the hash of all bytes, so that neither its name
/// nor its compression matters.
struct ContentIdentity {
    /// What is known of a file's content.
    enum Verdict {
        /// It was never imported; this names it.
        case new(generation: String)
        /// It is that of a generation: the same, grown since, or the beginning of it.
        case known(generation: String)
        /// It may be the beginning of a content that was imported, and nothing is left to compare it with.
        case doubtful(String)
    }

    /// For each generation the checkpoint that has come furthest.
    private let candidates: [ImportCheckpoint]
    private let service: String

    /// - Parameter imports: The checkpoints of the service's imports.
    init(_ imports: [ImportCheckpoint], service: String) {
        self.service = service
        candidates = Dictionary(grouping: imports, by: \.generation).values.compactMap { group in
            group.max { $0.offset < $1.offset }
        }
    }

    /// Where the hash of a content has to be known.
    var wanted: [UInt64] { candidates.flatMap { [$0.offset] + $0.marks.map(\.offset) } }

    /// Decides.
    /// - Parameters:
    ///   - scan: Has looked at the whole content, and at the offsets ``wanted``.
    ///   - reread: Looks at another file's content in the same way, as far as it can be read.
    func verdict(
        _ scan: ContentScan, reread: (_ path: String, _ wanted: [UInt64]) throws -> ContentScan?
    ) rethrows -> Verdict {
        let length = scan.hash.length
        // A longer one of which this is the beginning: a copy that was made earlier.
        for candidate in candidates where candidate.offset > length {
            guard let mark = candidate.marks.last(where: { $0.offset <= length }), scan.found[mark.offset] == mark.hash
            else { continue }
            if mark.offset == length { return .known(generation: candidate.generation) }
            let original = try reread(candidate.path, [length, candidate.offset])
            guard let original, original.found[candidate.offset] == candidate.hash else {
                return .doubtful(
                    "it has the first \(mark.offset) bytes of \(candidate.path), which was imported, and ends before it; "
                        + "whether its last \(length - mark.offset) bytes were imported cannot be told without that file"
                )
            }
            if original.found[length] == scan.hash.value { return .known(generation: candidate.generation) }
        }
        let shorter = candidates.filter { $0.offset <= length && scan.found[$0.offset] == $0.hash }
        if let longest = shorter.max(by: { $0.offset < $1.offset }) {
            return .known(generation: longest.generation)
        }
        var name = scan.hash
        Array(service.utf8).withUnsafeBytes { name.append($0) }
        return .new(generation: ContentHash.Value.digits(name.value.first))
    }
}
