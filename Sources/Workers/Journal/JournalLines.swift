import CLinux
import Glibc

/// Reads the lines of a journal's file. What comes after the last line end is half a line, torn by a power cut or not yet
/// written, and is passed over.
enum JournalLines {
    /// Calls `body` with each line that is a record, oldest first. A file that is not there has none.
    /// - Throws: ``FileError``.
    static func read(_ path: String, _ body: (JournalRecord, ArraySlice<UInt8>) -> Void) throws {
        let number = clinux_open(path, O_RDONLY, 0)
        guard number >= 0 else {
            if errno == ENOENT { return }
            throw FileError(path, "open")
        }
        let file = OwnedDescriptor(number)
        var rest: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = Glibc.read(file.number, &chunk, chunk.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw FileError(path, "read")
            }
            guard count > 0 else { return }
            var begin = 0
            while let end = chunk[begin..<count].firstIndex(of: UInt8(ascii: "\n")) {
                let line = rest.isEmpty ? chunk[begin..<end] : (rest + chunk[begin..<end])[...]
                if let record = JournalRecord(line) { body(record, line) }
                rest.removeAll(keepingCapacity: true)
                begin = end + 1
            }
            rest += chunk[begin..<count]
        }
    }
}
