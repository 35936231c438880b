import Decompression
import Digests
import Tailing

/// The files that tails have read, as far as their checkpoints tell: what a tail reads is not imported, or it would be there
/// twice.
struct TailedFiles {
    private let checkpoints: [(path: String, checkpoint: Checkpoint)]

    /// - Parameter stored: The paths and fields of the tails' checkpoints.
    init(_ stored: [(path: String, fields: [String: String])]) {
        checkpoints = stored.compactMap { path, fields in
            do {
                let checkpoint = try Checkpoint(fields: fields)
                let suffix = "#rotated"
                let name = path.hasSuffix(suffix) ? String(path.dropLast(suffix.count)) : path
                return checkpoint.offset > 0 ? (name, checkpoint) : nil
            } catch {
                // The tail reports it; it helps to find nothing.
                return nil
            }
        }
    }

    /// Refuses the very file that a tail reads or has read: by device, inode and fingerprint.
    /// - Throws: ``NotImported``.
    func refuse(_ file: InputFile) throws {
        guard let (path, checkpoint) = tail(of: file) else { return }
        throw NotImported(
            description: """
                \(file.name): not imported: the tail of \(path) reads this file, and has come to byte \(checkpoint.offset)
                """)
    }

    /// What the ids begin with that a tail gives to the lines of this very file; nil: none reads it.
    func generation(of file: InputFile) -> String? { tail(of: file)?.checkpoint.generation }

    private func tail(of file: InputFile) -> (path: String, checkpoint: Checkpoint)? {
        guard file.isRegular else { return nil }
        var head = [UInt8](repeating: 0, count: Fingerprint.longest)
        let count = head.withUnsafeMutableBytes { file.readHead(into: $0) }
        head.removeLast(head.count - max(0, count))
        return checkpoints.first { _, checkpoint in
            checkpoint.device == file.device && checkpoint.inode == file.inode
                && checkpoint.offset <= file.size ?? 0 && checkpoint.fingerprint.agrees(with: head)
        }
    }

    /// Refuses a copy of a file that a tail has read, if it has no more bytes than that, or more: then only those behind may
    /// be imported. One with fewer may hold what the tail passed over when it began at the end.
    /// - Throws: ``NotImported``.
    func refuse(_ scan: ContentScan, of file: InputFile) throws {
        for (path, checkpoint) in checkpoints
        where checkpoint.offset <= scan.hash.length && checkpoint.fingerprint.agrees(with: scan.head) {
            let read = "\(file.name): not imported: the tail of \(path) has read"
            guard checkpoint.offset < scan.hash.length else {
                throw NotImported(description: "\(read) this content, all \(checkpoint.offset) bytes of it")
            }
            throw NotImported(
                description: """
                    \(read) its first \(checkpoint.offset) bytes; import those behind: tail -c +\(checkpoint.offset + 1) FILE | \
                    loglines import -
                    """)
        }
    }
}
