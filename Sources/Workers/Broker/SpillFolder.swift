import CLinux
import Glibc

/// The messages on disk that wait for room in one queue. They stand one behind the other in files of some size, each named
/// by the place of its first byte among all bytes ever spilled. What Redis has acknowledged is on the disk itself, for a
/// power cut may take from Redis at most what it acknowledged in its last second, and must not take more from here.
struct SpillFolder {
    /// Messages read at once.
    struct Batch: Equatable {
        /// The messages, oldest first.
        var messages: [[UInt8]] = []
        /// Where the next one begins.
        var end: Int
        /// How many bytes before the end are gone: somebody has removed them.
        var missing = 0
    }

    /// The size from which a new file is begun; so that what has come back can be removed while more is added.
    static let fileSize = 64 << 20

    private static let chunk = 256 << 10

    /// The folder's path.
    let path: String

    private let files: SpillFiles

    /// Where the files begin that hold what has not come back, or is to be added.
    private var starts: [Int] = []

    /// The last of them, for adding.
    private var newest: OwnedDescriptor?

    /// Files of which everything has come back. A Redis that is killed may forget that, so they are kept a while.
    private var retired: [(start: Int, since: ContinuousClock.Instant)] = []

    init(path: String) {
        self.path = path
        files = SpillFiles(folder: path)
    }

    /// Reads what is there, and cuts off what is not acknowledged.
    /// - Parameter size: What is acknowledged.
    /// - Throws: ``FileError``.
    mutating func cut(to size: Int) throws {
        newest = nil
        retired = []
        starts = try files.starts()
        for start in starts where start >= size { try files.remove(start) }
        starts.removeAll { $0 >= size }
        if let last = starts.last, try files.size(last) > size - last { try files.truncate(last, to: size - last) }
    }

    /// Renames files that Redis knows nothing of, so that nothing reads them and nothing writes over them.
    /// - Returns: How many there were with something in them.
    /// - Throws: ``FileError``.
    mutating func putAside() throws -> Int {
        newest = nil
        let found = try files.starts()
        for start in found { try files.putAside(start) }
        return found.count
    }

    /// Appends messages and waits until they are on the disk.
    /// - Parameter size: What is acknowledged: there they begin, over whatever was written and not acknowledged.
    /// - Returns: Where they end.
    /// - Throws: ``FileError``.
    mutating func append(_ messages: [[UInt8]], at size: Int) throws -> Int {
        let (descriptor, start) = try file(at: size)
        let bytes = SpillRecord.bytes(of: messages)
        do {
            try files.write(bytes, to: descriptor, at: size - start, of: start)
        } catch {
            // Half of them may take the last room of the disk. If that fails too they are written over, or cut off.
            _ = ftruncate(descriptor.number, off_t(size - start))
            throw error
        }
        return size + bytes.count
    }

    /// The oldest messages.
    /// - Parameters:
    ///   - read: Where they begin.
    ///   - size: What is acknowledged.
    ///   - limit: At most so many.
    /// - Throws: ``FileError``.
    func read(from read: Int, to size: Int, _ limit: Int) throws -> Batch {
        guard let index = starts.lastIndex(where: { $0 <= read }) else {
            let end = min(starts.first ?? size, size)
            return Batch(end: end, missing: end - read)
        }
        let end = index + 1 < starts.count ? min(starts[index + 1], size) : size
        var wanted = min(SpillFolder.chunk, end - read)
        while true {
            let bytes = try files.read(starts[index], at: read - starts[index], wanted)
            var batch = Batch(end: read)
            while batch.messages.count < limit {
                let found = SpillRecord.read(bytes, at: batch.end - read)
                guard case .message(let range, let next) = found else {
                    if found == .nonsense, batch.messages.isEmpty { throw damage(at: read) }
                    break
                }
                batch.messages.append(Array(bytes[range]))
                batch.end = read + next
            }
            if !batch.messages.isEmpty { return batch }
            guard case .part(let needed) = SpillRecord.read(bytes, at: 0) else { throw damage(at: read) }
            if bytes.count < wanted { return Batch(end: end, missing: end - read) }
            guard needed > wanted, needed <= end - read else { throw damage(at: read) }
            wanted = min(max(needed, wanted * 2), end - read)
        }
    }

    /// Says how much has come back: files that hold nothing else are done with.
    mutating func retire(upTo read: Int, of size: Int) {
        while let start = starts.first, (starts.count > 1 ? starts[1] : size) <= read {
            if starts.count == 1 { newest = nil }
            retired.append((start, .now))
            starts.removeFirst()
        }
    }

    /// Removes files that were done with some time ago.
    /// - Parameter grace: How long Redis may take to remember for good.
    /// - Throws: ``FileError``.
    mutating func sweep(after grace: Duration) throws {
        while let first = retired.first, first.since.duration(to: .now) >= grace {
            try files.remove(first.start)
            retired.removeFirst()
        }
    }

    /// The file to append to.
    private mutating func file(at size: Int) throws -> (OwnedDescriptor, start: Int) {
        if let last = starts.last, size - last < SpillFolder.fileSize {
            if let newest, try files.isThere(newest, last, atLeast: size - last) { return (newest, last) }
            if newest == nil, let found = try files.open(last, atLeast: size - last) {
                newest = found
                return (found, last)
            }
        }
        let made = try files.make(size)
        newest = made
        // An append that failed may have made it before.
        retired.removeAll { $0.start == size }
        if starts.last != size { starts.append(size) }
        return (made, size)
    }

    private func damage(at place: Int) -> FileError {
        FileError(path, "read the message at byte \(place)", EILSEQ)
    }
}
