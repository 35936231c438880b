import CLinux
import Glibc

/// The files of a spool: how they are named, made, read and removed. Each is named by the place of its first byte among all
/// bytes ever spooled; beside them lies `sent`, which says up to which place all was sent.
struct SpoolFiles {
    /// Where they lie.
    let folder: String

    /// Makes the folder, with those above it.
    /// - Throws: ``SpoolError``.
    func makeFolder() throws {
        var end = folder.startIndex
        while end < folder.endIndex {
            end = folder[folder.index(after: end)...].firstIndex(of: "/") ?? folder.endIndex
            let part = String(folder[..<end])
            guard mkdir(part, 0o750) == 0 || errno == EEXIST else { throw SpoolError(part, "make the folder") }
        }
    }

    /// Where each begins and ends, in order.
    /// - Throws: ``SpoolError``.
    func places() throws -> [Range<Int>] {
        guard let stream = opendir(folder) else { throw SpoolError(folder, "look into it") }
        defer { closedir(stream) }
        var places: [Range<Int>] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.utf8.count == 20, let start = Int(name), start >= 0 else { continue }
            var file = clinux_file()
            guard clinux_file_named(path(start), &file) == 0 else { throw SpoolError(path(start), "stat") }
            places.append(start..<start + file.size)
        }
        return places.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Up to which place all was sent, as far as is known.
    /// - Throws: ``SpoolError``.
    func sent() throws -> Int {
        let path = "\(folder)/sent"
        let number = clinux_open(path, O_RDONLY, 0)
        guard number >= 0 else {
            if errno == ENOENT { return 0 }
            throw SpoolError(path, "open")
        }
        defer { close(number) }
        var bytes = [UInt8](repeating: 0, count: 20)
        guard pread(number, &bytes, bytes.count, 0) >= 0 else { throw SpoolError(path, "read") }
        return Int(String(decoding: bytes, as: UTF8.self)) ?? 0
    }

    /// Keeps up to which place all was sent.
    /// - Throws: ``SpoolError``.
    func keep(sent: Int) throws {
        let path = "\(folder)/sent"
        let number = clinux_open(path, O_WRONLY | O_CREAT, 0o640)
        guard number >= 0 else { throw SpoolError(path, "open") }
        defer { close(number) }
        let text = Array(Self.digits(sent).utf8)
        guard pwrite(number, text, text.count, 0) == text.count else { throw SpoolError(path, "write") }
    }

    /// Adds bytes to a file, all or none.
    /// - Parameter size: How long it is.
    /// - Throws: ``SpoolError``.
    func append(_ bytes: [UInt8], to start: Int, at size: Int) throws {
        let path = path(start)
        let number = clinux_open(path, O_WRONLY | O_CREAT, 0o640)
        guard number >= 0 else { throw SpoolError(path, "open") }
        defer { close(number) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(number, $0.baseAddress?.advanced(by: written), $0.count - written, off_t(size + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = SpoolError(path, "write")
                _ = ftruncate(number, off_t(size))
                throw error
            }
            written += count
        }
    }

    /// Up to `count` bytes at a place; fewer: the file is shorter. nil: it is gone.
    /// - Throws: ``SpoolError``.
    func read(_ start: Int, at place: Int, _ count: Int) throws -> [UInt8]? {
        let path = path(start)
        let number = clinux_open(path, O_RDONLY, 0)
        guard number >= 0 else {
            if errno == ENOENT { return nil }
            throw SpoolError(path, "open")
        }
        defer { close(number) }
        var failure: SpoolError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let base = buffer.baseAddress {
                let got = pread(number, base + filled, count - filled, off_t(place + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = SpoolError(path, "read") }
                guard got > 0 else { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Makes a file shorter.
    /// - Throws: ``SpoolError``.
    func cut(_ start: Int, to size: Int) throws {
        guard truncate(path(start), off_t(size)) == 0 else { throw SpoolError(path(start), "truncate") }
    }

    /// Removes a file.
    /// - Throws: ``SpoolError``.
    func remove(_ start: Int) throws {
        guard unlink(path(start)) == 0 || errno == ENOENT else { throw SpoolError(path(start), "remove") }
    }

    private func path(_ start: Int) -> String { "\(folder)/\(Self.digits(start))" }

    private static func digits(_ place: Int) -> String {
        let digits = String(place)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }
}
