import Glibc
import Inspection
import PluginAPI

/// Reads a stream record by record.
struct RecordStream {
    private let stream: UnsafeMutablePointer<FILE>
    private let framing: Framing
    /// The lines of the record that is not complete yet.
    private var lines: [UInt8] = []
    private var cutter: RecordCutter?

    init(_ stream: UnsafeMutablePointer<FILE>, _ framing: Framing) {
        (self.stream, self.framing, cutter) = (stream, framing, RecordCutter(framing))
    }

    /// The next record without its last line feed; nil at the end.
    mutating func next() -> [UInt8]? {
        guard cutter != nil else { return stream.nextLine() }
        while let line = stream.nextLine() {
            if let record = add(line) { return record }
        }
        return cutter?.close().map { Array(lines[$0]) }
    }

    private mutating func add(_ line: [UInt8]) -> [UInt8]? {
        let start = lines.count
        lines += line
        defer { lines.append(UInt8(ascii: "\n")) }
        guard let record = lines.withUnsafeBytes({ cutter?.add(start..<$0.count, in: $0) }) else { return nil }
        let found = Array(lines[record])
        lines.removeAll(keepingCapacity: true)
        if cutter?.open != nil {
            // This line begins the next one.
            lines += line
            cutter = RecordCutter(framing)
            _ = lines.withUnsafeBytes { cutter?.add(0..<$0.count, in: $0) }
        }
        return found
    }
}
