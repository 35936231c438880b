import Decompression
import Digests
import Glibc
import Tailing

/// What is looked at of a content while it is read: its hash at some offsets, and whether a line begins at its end.
///
/// *Marks* are what is kept of an imported content, so that a shorter or longer copy of it is known again: the hash at the
/// first line end, and then at the first line end of each further eighth. A gigabyte has about 150.
struct ContentScan {
    /// The hash at an offset.
    struct Mark: Hashable {
        let offset: UInt64
        let hash: ContentHash.Value
    }

    /// The hash of all that came.
    private(set) var hash = ContentHash()

    /// The marks of this content.
    private(set) var marks: [Mark] = []

    /// The hashes at the offsets that were asked for, as far as the content goes.
    private(set) var found: [UInt64: ContentHash.Value] = [:]

    /// What it begins with: as many bytes as a tail's fingerprint is made of.
    private(set) var head: [UInt8] = []

    private var wanted: ArraySlice<UInt64>
    private var nextMark: UInt64 = 0

    /// A scan from the first byte on.
    /// - Parameter offsets: Where the hash is wanted.
    init(wanted offsets: some Sequence<UInt64> = []) { wanted = Set(offsets).sorted()[...] }

    /// Takes bytes in.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        head += bytes.prefix(Fingerprint.longest - head.count)
        var done = 0
        while done < bytes.count {
            let position = hash.length
            if wanted.first == position {
                found[position] = hash.value
                wanted.removeFirst()
                continue
            }
            let left = UnsafeRawBufferPointer(rebasing: bytes[done...])
            var count = left.count
            if let offset = wanted.first { count = min(count, Int(offset - position)) }
            var isMark = false
            if let line = lineEnd(in: left, at: position), line <= count { (count, isMark) = (line, true) }
            hash.append(UnsafeRawBufferPointer(rebasing: left[..<count]))
            done += count
            if isMark {
                marks.append(Mark(offset: hash.length, hash: hash.value))
                nextMark = hash.length + hash.length / 8
            }
        }
        if wanted.first == hash.length { found[hash.length] = hash.value }
    }

    /// Takes all of a file in.
    /// - Returns: Whether it came to the end; false: it was told to stop.
    /// - Throws: `InputFile.Problem`.
    mutating func append(_ file: InputFile, unless isStopped: () -> Bool) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while !isStopped() {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { return true }
            buffer.withUnsafeBytes { append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        return false
    }

    /// How many bytes it is to the line end that the next mark stands behind; nil when it is not in `bytes`.
    private func lineEnd(in bytes: UnsafeRawBufferPointer, at position: UInt64) -> Int? {
        let from = nextMark > position + 1 ? nextMark - position - 1 : 0
        guard from < UInt64(bytes.count), let base = bytes.baseAddress,
            let end = memchr(base + Int(from), Int32(UInt8(ascii: "\n")), bytes.count - Int(from))
        else { return nil }
        return UnsafeRawPointer(end) - base + 1
    }
}
