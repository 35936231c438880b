import Glibc

/// A file or a pipe that is read from its beginning, its compression taken off.
public final class InputFile {
    /// A file that cannot be read. One line of text.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// `old.log.gz: ends in the middle of the compressed data`.
        public let description: String
    }

    /// What it is called in messages.
    public let name: String

    /// How it is compressed.
    public private(set) var compression = Compression.none

    /// How many bytes of the file itself have been read: what progress is measured by.
    public private(set) var position: UInt64 = 0

    /// The device of its file system.
    public var device: UInt64 { UInt64(status.st_dev) }

    /// Its inode there.
    public var inode: UInt64 { UInt64(status.st_ino) }

    /// Whether it is a regular file, which can be read twice.
    public var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }

    /// How many bytes the file itself had when it was opened; nil for a pipe.
    public var size: UInt64? { isRegular ? UInt64(max(0, status.st_size)) : nil }

    private let status: stat
    private let descriptor: Int32
    private var decoder: (any Decoder)?
    private var raw = [UInt8](repeating: 0, count: 256 << 10)
    private var unread = 0..<0
    private var hasBegun = false

    /// Opens a file.
    /// - Throws: ``Problem``.
    public convenience init(path: String) throws(Problem) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem(description: "\(path): \(String(cString: strerror(errno)))") }
        try self.init(descriptor: descriptor, name: path)
    }

    /// Reads a descriptor, and closes it at the end.
    /// - Throws: ``Problem`` when nothing can be read from it.
    public init(descriptor: Int32, name: String) throws(Problem) {
        self.name = name
        self.descriptor = descriptor
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        self.status = status
        guard isKnown else { throw Problem(description: "\(name): \(String(cString: strerror(errno)))") }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw Problem(description: "\(name): Is a directory") }
    }

    deinit { close(descriptor) }

    /// Begins again at the beginning.
    /// - Throws: ``Problem`` for a pipe.
    public func rewind() throws(Problem) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw problem(String(cString: strerror(errno))) }
        (position, unread, hasBegun, decoder) = (0, 0..<0, false, nil)
    }

    /// Reads the next bytes, their compression taken off.
    /// - Returns: How many came; 0 at the end.
    /// - Throws: ``Problem``, also for one that is damaged or of a compression that is not read here.
    public func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        if !hasBegun { try begin() }
        guard let decoder else {
            guard !unread.isEmpty else { return try readRaw(into: output) }
            let count = min(unread.count, output.count)
            raw.withUnsafeBytes { output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[unread.prefix(count)])) }
            unread.removeFirst(count)
            return count
        }
        while true {
            if unread.isEmpty { unread = try 0..<fill(from: 0) }
            let isAtEnd = unread.isEmpty
            let (taken, made) = try decode(with: decoder, into: output)
            unread.removeFirst(taken)
            if made > 0 { return made }
            guard isAtEnd else { continue }
            guard decoder.mayEnd else { throw problem("ends in the middle of the compressed data") }
            return 0
        }
    }

    private func decode(
        with decoder: any Decoder, into output: UnsafeMutableRawBufferPointer
    ) throws -> (taken: Int, made: Int) {
        do {
            return try raw.withUnsafeBytes { bytes in
                try decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[unread]), into: output)
            }
        } catch let damage as DamagedInput {
            throw problem(damage.reason)
        }
    }

    /// Looks at the first bytes.
    private func begin() throws {
        hasBegun = true
        var filled = 0
        while filled < 8 {
            let count = try fill(from: filled)
            if count == 0 { break }
            filled += count
        }
        unread = 0..<filled
        compression = Compression(of: raw[unread])
        do throws(DamagedInput) {
            decoder = try compression.makeDecoder()
        } catch {
            throw problem(error.reason)
        }
    }

    /// Reads into the raw buffer from an index on.
    private func fill(from index: Int) throws -> Int {
        // Taken out and put back, so that the array has one owner while it is written.
        var buffer: [UInt8] = []
        swap(&buffer, &raw)
        defer { swap(&buffer, &raw) }
        return try buffer.withUnsafeMutableBytes { bytes in
            try readRaw(into: UnsafeMutableRawBufferPointer(rebasing: bytes[index...]))
        }
    }

    private func readRaw(into output: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        while true {
            let count = Glibc.read(descriptor, output.baseAddress, output.count)
            if count >= 0 {
                position += UInt64(count)
                return count
            }
            if errno != EINTR { throw problem(String(cString: strerror(errno))) }
        }
    }

    private func problem(_ reason: String) -> Problem { Problem(description: "\(name): \(reason)") }
}

extension InputFile {
    /// Reads the next bytes as they stand in the file; not to be mixed with ``read(into:)``.
    /// - Returns: How many came; 0 at the end.
    /// - Throws: ``Problem``.
    public func readAsIs(into output: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        try readRaw(into: output)
    }

    /// The first bytes of a regular file as they stand in it, wherever it is being read.
    /// - Returns: How many there are; less than 0 when they cannot be read.
    public func readHead(into output: UnsafeMutableRawBufferPointer) -> Int {
        pread(descriptor, output.baseAddress, output.count, 0)
    }
}
