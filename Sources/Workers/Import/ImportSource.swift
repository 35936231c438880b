import CLinux
public import Decompression
import Glibc
import Queues
import Tailing

/// Opens what the command line names.
public enum ImportSource {
    /// Opens a file; `-` is stdin. What comes through a pipe is kept in a nameless file while it is imported, since it has to be
    /// read twice: first to learn whether it is known.
    /// - Parameters:
    ///   - folder: Where that file is made; nil: it need not be read twice.
    ///   - isStopped: Whether to end.
    /// - Throws: `InputFile.Problem`.
    public static func open(_ path: String, keptIn folder: String?, isStopped: () -> Bool) throws -> InputFile {
        guard path == "-" else {
            let file = try InputFile(path: path)
            guard let folder, !file.isRegular else { return file }
            return try kept(file, in: folder, isStopped)
        }
        let file = try InputFile(descriptor: dup(STDIN_FILENO), name: "-")
        guard let folder, !file.isRegular else { return file }
        return try kept(file, in: folder, isStopped)
    }

    private static func kept(_ file: InputFile, in folder: String, _ isStopped: () -> Bool) throws -> InputFile {
        var name = Array("\(folder)/loglines-import-XXXXXX".utf8CString)
        let number = mkstemp(&name)
        guard number >= 0 else { throw FileError(folder, "make a file") }
        unlink(name)
        let copy = try InputFile(descriptor: number, name: file.name)
        let descriptor = OwnedDescriptor(dup(number))
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while !isStopped() {
            let count = try buffer.withUnsafeMutableBytes { try file.readAsIs(into: $0) }
            if count == 0 { break }
            if let failure = descriptor.write(Array(buffer[..<count])).failure {
                throw FileError(folder, "write", failure)
            }
        }
        try copy.rewind()
        return copy
    }
}

/// Why a file is not imported; one line of text.
public struct NotImported: Error, CustomStringConvertible {
    /// `in/access.log: the tail …`.
    public let description: String
}

extension InputFile {
    /// Refuses a file that a tail has read: what it reads next would be there twice.
    /// - Throws: ``NotImported``.
    func refuse(tailed checkpoints: [(path: String, fields: [String: String])]) throws {
        guard isRegular else { return }
        var head = [UInt8](repeating: 0, count: Fingerprint.longest)
        let count = head.withUnsafeMutableBytes { readHead(into: $0) }
        head.removeLast(head.count - max(0, count))
        for (path, fields) in checkpoints {
            // A damaged one is the tail's to report.
            guard let checkpoint = try? Checkpoint(fields: fields), checkpoint.offset > 0,
                checkpoint.device == UInt64(status.st_dev), checkpoint.inode == UInt64(status.st_ino),
                checkpoint.fingerprint.agrees(with: head)
            else { continue }
            throw NotImported(
                description: """
                    \(name): not imported: the tail of \(path) reads this file, and has come to byte \(checkpoint.offset)
                    """)
        }
    }
}
