import Decompression
import Glibc
import PluginAPI
import Queues

/// Cuts a content into lines, and puts these together to records, a batch at a time, as the tail cuts a followed file: a line ends
/// with a newline, and a carriage return before that is not part of it; NUL bytes where a line begins are a hole, and passed
/// over. Where nothing else is said, a record is a line.
final class ImportLines {
    /// The buffer that the lines of the last batch stand in.
    private(set) var bytes: [UInt8] = []
    /// The records of the last batch.
    private(set) var lines: [FileLines.Line] = []
    /// Where the first line behind the last batch begins.
    private(set) var next: UInt64 = 0

    private let file: InputFile
    private let framing: Framing
    /// Whether the rest behind the last newline is a line, and a block without an end a record.
    private let takesRest: Bool
    private let skipped: (UnsafeRawBufferPointer) -> Void
    private var filled = 0
    private var start = 0
    private var isAtEnd = false

    /// The longest line that stays in one piece, as in the tail.
    private static let longest = 16 << 20
    private static let block = 1 << 20

    /// The lines from the current place of a file on.
    /// - Parameters:
    ///   - offset: What the first byte's offset in the content is.
    ///   - taken: Gets all bytes in their order, once they are behind the lines of a batch.
    init(
        _ file: InputFile, framing: Framing, offset: UInt64 = 0, takesRest: Bool,
        taken: @escaping (UnsafeRawBufferPointer) -> Void
    ) {
        (self.file, self.framing, next, self.takesRest, skipped) = (file, framing, offset, takesRest, taken)
    }

    /// How many bytes there are behind the last batch that are no whole line; at the end, what is left over.
    var rest: Int { filled - start }

    /// Takes the next lines.
    /// - Returns: Whether there are any.
    /// - Throws: `InputFile.Problem`.
    func read(upTo limit: Int) throws -> Bool {
        lines.removeAll(keepingCapacity: true)
        // What lies in front is done with. It is moved away only when the buffer has to be filled anyway.
        while true {
            cut(upTo: limit)
            if !lines.isEmpty { return true }
            if isAtEnd { return false }
            try fill()
        }
    }

    private func cut(upTo limit: Int) {
        // `end` is behind the last line, `done` behind the last record.
        var (batch, place, end, done) = (lines, start, start, start)
        let (filled, start, offset, isLast) = (filled, start, next, isAtEnd && takesRest)
        var cutter = RecordCutter(framing)
        func add(_ record: Range<Int>?) {
            if let record {
                batch.append(FileLines.Line(range: record, offset: offset + UInt64(record.lowerBound - start)))
            }
            done = cutter?.open ?? end
        }
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            while batch.count < limit {
                if place < filled, bytes[place] == 0, let record = cutter?.close() {
                    add(record)
                    continue
                }
                while place < filled, bytes[place] == 0 { place += 1 }
                guard place < filled else { break }
                let found = memchr(base + place, Int32(UInt8(ascii: "\n")), min(filled - place, Self.longest))
                var line = place..<place
                if let found {
                    line = place..<UnsafeRawPointer(found) - base
                    end = line.upperBound + 1
                } else if filled - place >= Self.longest {
                    line = place..<place + Self.longest
                    end = line.upperBound
                } else if isLast {
                    line = place..<filled
                    end = filled
                } else {
                    break
                }
                if found != nil, line.last.map({ bytes[$0] == UInt8(ascii: "\r") }) == true {
                    line = line.dropLast()
                }
                place = end
                add(cutter == nil ? line : cutter?.add(line, in: bytes))
            }
            if batch.count < limit, let open = cutter?.open,
                isLast && end == filled || filled - open >= Self.longest
            {
                add(cutter?.close())
            }
            skipped(UnsafeRawBufferPointer(rebasing: bytes[start..<done]))
        }
        lines = batch
        next = offset + UInt64(done - start)
        self.start = done
    }

    private func fill() throws {
        if start > 0 {
            bytes.withUnsafeMutableBytes { bytes in
                if let base = bytes.baseAddress { memmove(base, base + start, filled - start) }
            }
            (filled, start) = (filled - start, 0)
        }
        if bytes.count - filled < Self.block {
            bytes += [UInt8](repeating: 0, count: max(bytes.count, 2 * Self.block))
        }
        let end = filled
        let count = try bytes.withUnsafeMutableBytes { bytes in
            try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end..<end + Self.block]))
        }
        filled += count
        isAtEnd = count == 0
    }
}
