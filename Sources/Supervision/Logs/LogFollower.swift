import CLinux
import Glibc

/// Reads the end of a log file and then what is appended, through rotation and truncation.
public final class LogFollower {
    /// The file.
    public let path: String
    private var descriptor: Int32 = -1
    private var offset = 0
    private var identity: FileIdentity?

    /// A file that need not exist yet.
    public init(path: String) {
        self.path = path
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The last lines of the file; empty when there is none.
    public func tail(lines: Int) -> [UInt8] {
        guard open() else { return [] }
        let end = Int(lseek(descriptor, 0, SEEK_END))
        var start = end
        var found = 0
        var block: [UInt8] = []
        // Goes back block by block until one newline more than the lines wanted is in view.
        while start > 0, found <= lines {
            let from = max(0, start - 65_536)
            block = read(at: from, count: start - from)
            found += block.count { $0 == UInt8(ascii: "\n") }
            start = from
        }
        offset = start
        var bytes: [UInt8] = []
        while offset < end {
            let more = read(at: offset, count: min(end - offset, 65_536))
            if more.isEmpty { break }
            bytes += more
            offset += more.count
        }
        return Self.last(lines, of: bytes)
    }

    /// What has been appended since the last call.
    public func next() -> [UInt8] {
        if descriptor < 0, !open() { return [] }
        var bytes = rest()
        guard let current = FileIdentity(path: path), current != identity else {
            return bytes
        }
        // Rotated: nobody adds to the old file any more, so this is its end. The new one begins.
        bytes += rest()
        close(descriptor)
        descriptor = -1
        offset = 0
        if open() { bytes += rest() }
        return bytes
    }

    private func open() -> Bool {
        descriptor = clinux_open(path, O_RDONLY, 0)
        guard descriptor >= 0 else { return false }
        var status = stat()
        fstat(descriptor, &status)
        identity = FileIdentity(status)
        return true
    }

    private func rest() -> [UInt8] {
        if Int(lseek(descriptor, 0, SEEK_END)) < offset { offset = 0 }
        var bytes: [UInt8] = []
        while true {
            let more = read(at: offset, count: 65_536)
            if more.isEmpty { return bytes }
            bytes += more
            offset += more.count
        }
    }

    private func read(at position: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(0, pread(descriptor, buffer.baseAddress, count, off_t(position)))
        }
    }

    private static func last(_ lines: Int, of bytes: [UInt8]) -> [UInt8] {
        guard lines > 0 else { return [] }
        var wanted = lines
        // A newline at the very end finishes the last line; it does not begin another.
        var index = bytes.count - 1
        while index > 0 {
            index -= 1
            guard bytes[index] == UInt8(ascii: "\n") else { continue }
            wanted -= 1
            if wanted == 0 { return Array(bytes[(index + 1)...]) }
        }
        return bytes
    }
}
