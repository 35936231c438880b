import Glibc
import PluginAPI

/// Cuts a file into lines, and puts these together to records, a batch at a time. It keeps nothing of a file from one batch to the
/// next but the buffer's memory, so one reader serves any number of files.
///
/// - A line ends with a newline; what has none waits for it, unless `unterminated` asks for it. So does a record without its end.
/// - NUL bytes where a line should begin are a hole: left by a writer that did not notice a truncation and wrote on at its old
///   offset. They are passed over, once something stands behind them. No record goes on behind them.
final class LineReader {
    /// The records of the last ``read(_:from:generation:unterminated:)``.
    private(set) var batch = LineBatch()
    private let options: TailOptions

    /// How much is asked of the kernel at a time.
    private static let chunk = 256 << 10

    init(options: TailOptions) { self.options = options }

    /// Fills ``batch`` with the records from `offset` on.
    /// - Parameter unterminated: Whether the rest at the end of the file is a record as well.
    /// - Returns: Where the next record begins.
    /// - Throws: ``FileError``.
    func read(
        _ file: OpenFile, from offset: UInt64, generation: String, unterminated: Bool
    ) throws(FileError) -> UInt64 {
        // Taken out and put back, so that the arrays have one owner while they grow.
        var batch = LineBatch()
        swap(&batch, &self.batch)
        defer { swap(&batch, &self.batch) }
        batch.generation = generation
        batch.lines.removeAll(keepingCapacity: true)
        if batch.bytes.count > 4 * options.batchBytes { batch.bytes = [] }
        guard let start = try skipHole(in: file, from: offset, using: &batch.bytes) else { return offset }

        var scan = Scan(start: start, cutter: RecordCutter(options.framing))
        while true {
            let count = try fill(&batch.bytes, scan.filled, from: file, at: start + UInt64(scan.filled))
            if count == 0 {
                guard unterminated && !scan.isFull else { break }
                if scan.lineStart < scan.filled { append(to: &batch, &scan, end: scan.filled, next: scan.filled) }
                close(&batch, &scan)
                break
            }
            scan.filled += count
            cut(&batch, &scan)
            if batch.lines.isEmpty {
                guard scan.filled >= options.longest else { continue }
                // A record is cut between its lines, if it has more than one.
                if scan.lineStart == 0 { append(to: &batch, &scan, end: options.longest, next: options.longest) }
                close(&batch, &scan)
                break
            }
            if scan.isFull || scan.filled >= options.batchBytes { break }
        }
        return start + UInt64(scan.cutter?.open ?? scan.lineStart)
    }

    /// How far the buffer has been filled and cut.
    private struct Scan {
        /// The file offset of the buffer's first byte.
        let start: UInt64
        /// Puts lines together; nil: each is a record.
        var cutter: RecordCutter?
        var filled = 0
        /// Where the first line begins that is not cut yet.
        var lineStart = 0
        /// Up to where there is no newline of that line.
        var searched = 0
        /// Nothing may be added: there are enough records, or a hole is next.
        var isFull = false
    }

    /// Appends what the file has at `offset` to the first `filled` bytes.
    private func fill(
        _ bytes: inout [UInt8], _ filled: Int, from file: OpenFile, at offset: UInt64
    ) throws(FileError) -> Int {
        if bytes.count < filled + Self.chunk {
            let size = max(2 * bytes.count, filled + Self.chunk)
            bytes += [UInt8](repeating: 0, count: size - bytes.count)
        }
        return try file.read(into: &bytes, filled..<filled + Self.chunk, from: offset)
    }

    /// Adds the complete lines of the buffer, or what they complete.
    private func cut(_ batch: inout LineBatch, _ scan: inout Scan) {
        while scan.lineStart < scan.filled && !scan.isFull {
            if batch.bytes[scan.lineStart] == 0 {
                close(&batch, &scan)
                scan.isFull = true
                return
            }
            let from = max(scan.searched, scan.lineStart)
            guard let end = newline(in: batch.bytes, from..<scan.filled) else {
                scan.searched = scan.filled
                return
            }
            append(to: &batch, &scan, end: end, next: end + 1)
            scan.isFull = batch.lines.count >= options.batchLines
        }
    }

    private func newline(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = memchr(base + range.lowerBound, Int32(UInt8(ascii: "\n")), range.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private func append(to batch: inout LineBatch, _ scan: inout Scan, end: Int, next: Int) {
        let begin = scan.lineStart
        let hasReturn = end > begin && batch.bytes[end - 1] == UInt8(ascii: "\r")
        let line = begin..<(hasReturn ? end - 1 : end)
        scan.lineStart = next
        guard scan.cutter != nil else { return append(to: &batch, line, of: scan) }
        let record = batch.bytes.withUnsafeBytes { scan.cutter?.add(line, in: $0) }
        if let record { append(to: &batch, record, of: scan) }
    }

    /// Adds a record whose end did not come.
    private func close(_ batch: inout LineBatch, _ scan: inout Scan) {
        if let record = scan.cutter?.close() { append(to: &batch, record, of: scan) }
    }

    private func append(to batch: inout LineBatch, _ range: Range<Int>, of scan: Scan) {
        batch.lines.append(
            LineBatch.Line(
                range: range, offset: scan.start + UInt64(range.lowerBound),
                isTooLong: range.count > options.maxline))
    }

    /// The first offset from `offset` on that holds no NUL; nil when nothing else comes up to the end.
    private func skipHole(
        in file: OpenFile, from offset: UInt64, using bytes: inout [UInt8]
    ) throws(FileError) -> UInt64? {
        var first = [UInt8](repeating: 0, count: 1)
        guard try file.read(into: &first, 0..<1, from: offset) == 1 else { return nil }
        guard first[0] == 0 else { return offset }
        var position = offset
        while let data = file.data(from: position) {
            position = data
            let count = try fill(&bytes, 0, from: file, at: position)
            if count == 0 { return nil }
            if let found = bytes[..<count].firstIndex(where: { $0 != 0 }) { return position + UInt64(found) }
            position += UInt64(count)
        }
        return nil
    }
}

extension LineReader {
    /// Where the first record begins that is not complete yet: behind the last newline, or with the block that has no end. Where a
    /// first start at the end begins.
    func endOfLastRecord(of file: OpenFile) throws(FileError) -> UInt64 {
        let end = try endOfLastLine(of: file)
        guard let cutter = RecordCutter(options.framing) else { return end }
        var size: UInt64 = 64 << 10
        while true {
            let begin = end - min(end, size)
            var bytes = [UInt8](repeating: 0, count: Int(end - begin))
            let count = try file.read(into: &bytes, 0..<bytes.count, from: begin)
            if let mark = bytes[..<count].withUnsafeBytes({ cutter.lastMark(in: $0, isWhole: begin == 0) }) {
                return mark.isStart ? begin + UInt64(mark.place) : end
            }
            if begin == 0 || size >= UInt64(options.longest) { return end }
            size *= 4
        }
    }

    /// Where the first line begins that is not complete yet: behind the last newline.
    private func endOfLastLine(of file: OpenFile) throws(FileError) -> UInt64 {
        let size = try file.status().size
        var end = size
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        while end > 0 && size - end < UInt64(options.longest) {
            let begin = end - min(end, UInt64(bytes.count))
            let count = try file.read(into: &bytes, 0..<Int(end - begin), from: begin)
            if let newline = bytes[..<count].lastIndex(of: UInt8(ascii: "\n")) { return begin + UInt64(newline) + 1 }
            end = begin
        }
        return end == 0 ? 0 : size
    }
}
