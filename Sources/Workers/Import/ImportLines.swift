import Decompression
import PluginAPI
import Queues

/// Cuts a file's content into records, a batch at a time.
final class ImportLines {
    /// The buffer that the records of the last batch stand in.
    var bytes: [UInt8] { cutter.bytes }
    /// The records of the last batch.
    var lines: [FileLines.Line] { cutter.lines }
    /// Where the first line behind the last batch begins.
    var next: UInt64 { cutter.next }
    /// How many bytes there are behind the last batch that are no whole line; at the end, what is left over.
    var rest: Int { cutter.rest }

    private let file: InputFile
    private let passed: (UnsafeRawBufferPointer) -> Void
    private var cutter: LineCutter

    /// The lines from the current place of a file on.
    /// - Parameters:
    ///   - takesRest: Whether the rest behind the last newline is a line.
    ///   - taken: Gets all bytes in their order, once they are behind the lines of a batch.
    init(
        _ file: InputFile, framing: Framing, takesRest: Bool, taken: @escaping (UnsafeRawBufferPointer) -> Void
    ) {
        (self.file, passed) = (file, taken)
        cutter = LineCutter(framing, takesRest: takesRest)
    }

    /// Takes the next lines.
    /// - Returns: Whether there are any.
    /// - Throws: `InputFile.Problem`.
    func read(upTo limit: Int) throws -> Bool {
        while true {
            if cutter.cut(upTo: limit, passed: passed) { return true }
            if cutter.isAtEnd { return false }
            if try cutter.fill(file.read) == 0 { cutter.end() }
        }
    }
}
