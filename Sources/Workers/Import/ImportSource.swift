import CLinux
public import Decompression
import Glibc
import Queues
import Tailing

/// Opens what the command line names.
public enum ImportSource {
    /// What was opened.
    public struct Opened {
        /// The file, or what came through the pipe.
        public let file: InputFile
        /// Whether no line can grow at its end any more: it was a pipe, or stdin.
        public let isComplete: Bool
    }

    /// Opens a file; `-` is stdin. What comes through a pipe is kept in a nameless file while it is imported, since it has to be
    /// read twice: first to learn whether it is known.
    /// - Parameters:
    ///   - folder: Where that file is made; nil: it need not be read twice.
    ///   - isStopped: Whether to end.
    /// - Throws: `InputFile.Problem`.
    public static func open(_ path: String, keptIn folder: String?, isStopped: () -> Bool) throws -> Opened {
        let isStdin = path == "-"
        let file = try isStdin ? InputFile(descriptor: dup(STDIN_FILENO), name: "-") : InputFile(path: path)
        // Somebody may have read the beginning of it already.
        let isWhole = file.isRegular && (!isStdin || lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
        guard let folder, !isWhole else { return Opened(file: file, isComplete: isStdin || !file.isRegular) }
        return Opened(file: try kept(file, in: folder, isStopped), isComplete: true)
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
