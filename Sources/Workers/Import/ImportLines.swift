import Decompression
import Glibc
import Queues

/// Cuts a content into lines, a batch at a time, as the tail cuts a followed file: a line ends with a newline, and a carriage
/// return before that is not part of it; NUL bytes where a line begins are a hole, and passed over.
final class ImportLines {
    /// The buffer that the lines of the last batch stand in.
    private(set) var bytes: [UInt8] = []
    /// The lines of the last batch.
    private(set) var lines: [FileLines.Line] = []
    /// Where the first line behind the last batch begins.
    private(set) var next: UInt64 = 0

    private let file: InputFile
    /// Whether the rest behind the last newline is a line.
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
    init(_ file: InputFile, offset: UInt64 = 0, takesRest: Bool, taken: @escaping (UnsafeRawBufferPointer) -> Void) {
        (self.file, next, self.takesRest, skipped) = (file, offset, takesRest, taken)
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
        var (batch, place, end) = (lines, start, start)
        let (filled, offset, isLast) = (filled, next, isAtEnd && takesRest)
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            while batch.count < limit {
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
                batch.append(FileLines.Line(range: line, offset: offset + UInt64(place - start)))
                place = end
            }
            skipped(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        }
        lines = batch
        next = offset + UInt64(end - start)
        start = end
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
