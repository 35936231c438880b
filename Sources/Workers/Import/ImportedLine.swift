import Decompression
public import PluginAPI
import Queues

/// Looks up a record of a file.
public enum ImportedLine {
    /// The record that begins at a byte of the file's content, its compression taken off.
    /// - Returns: nil when none begins there.
    /// - Throws: `InputFile.Problem`.
    public static func line(at offset: UInt64, of path: String, _ framing: Framing) throws -> [UInt8]? {
        let lines = ImportLines(try InputFile(path: path), framing: framing, takesRest: true) { _ in }
        while try lines.read(upTo: 1_000) {
            guard lines.next > offset else { continue }
            return lines.lines.first { $0.offset == offset }.map { Array(lines.bytes[$0.range]) }
        }
        return nil
    }
}
