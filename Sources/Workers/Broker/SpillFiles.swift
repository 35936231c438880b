import CLinux
import Glibc

/// The files of a spill: how they are named, made, read and removed.
struct SpillFiles {
    /// Where they lie.
    let folder: String

    /// Where each begins, by its name; in order.
    func starts() throws -> [Int] {
        try SpillFiles.names(in: folder).compactMap { $0.count == 20 ? Int($0) : nil }.sorted()
    }

    /// What lies in a folder; nothing when it is not there.
    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw FileError(folder, "look into it")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    func size(_ start: Int) throws -> Int {
        var status = stat()
        guard stat(path(start), &status) == 0 else { throw FileError(path(start), "stat") }
        return Int(status.st_size)
    }

    func remove(_ start: Int) throws {
        guard unlink(path(start)) == 0 || errno == ENOENT else { throw FileError(path(start), "remove") }
    }

    func truncate(_ start: Int, to size: Int) throws {
        guard Glibc.truncate(path(start), off_t(size)) == 0 else { throw FileError(path(start), "truncate") }
    }

    func putAside(_ start: Int) throws {
        let other = "\(path(start)).unknown-\(time(nil))"
        guard rename(path(start), other) == 0 else { throw FileError(path(start), "rename") }
    }

    /// Whether an open file still stands where it stood, and is as long as it should be.
    func isThere(_ descriptor: OwnedDescriptor, _ start: Int, atLeast size: Int) throws -> Bool {
        var (opened, named) = (stat(), stat())
        guard fstat(descriptor.number, &opened) == 0 else { throw FileError(path(start), "stat") }
        return stat(path(start), &named) == 0 && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
            && opened.st_size >= off_t(size)
    }

    /// Opens a file for writing; nil: it is gone, or shorter than it should be.
    func open(_ start: Int, atLeast size: Int) throws -> OwnedDescriptor? {
        let number = clinux_open(path(start), O_WRONLY, 0)
        guard number >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError(path(start), "open")
        }
        let descriptor = OwnedDescriptor(number)
        return try self.size(start) >= size ? descriptor : nil
    }

    /// Makes a file, and sees to it that its name is on the disk too.
    func make(_ start: Int) throws -> OwnedDescriptor {
        try makeFolder(folder)
        let number = clinux_open(path(start), O_WRONLY | O_CREAT, 0o640)
        guard number >= 0 else { throw FileError(path(start), "open") }
        let descriptor = OwnedDescriptor(number)
        try sync(folder)
        return descriptor
    }

    /// Writes all bytes at a place, and waits until they are on the disk.
    func write(_ bytes: [UInt8], to descriptor: OwnedDescriptor, at place: Int, of start: Int) throws {
        guard lseek(descriptor.number, off_t(place), SEEK_SET) == off_t(place) else {
            throw FileError(path(start), "seek")
        }
        if let failure = descriptor.write(bytes).failure { throw FileError(path(start), "write", failure) }
        guard fdatasync(descriptor.number) == 0 else { throw FileError(path(start), "sync") }
    }

    /// Up to `count` bytes at a place; fewer: the file is shorter, or gone.
    func read(_ start: Int, at place: Int, _ count: Int) throws -> [UInt8] {
        let number = clinux_open(path(start), O_RDONLY, 0)
        guard number >= 0 else {
            if errno == ENOENT { return [] }
            throw FileError(path(start), "open")
        }
        let descriptor = OwnedDescriptor(number)
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let base = buffer.baseAddress {
                let got = pread(descriptor.number, base + filled, count - filled, off_t(place + filled))
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        if let failure { throw FileError(path(start), "read", failure) }
        return bytes
    }

    private func path(_ start: Int) -> String {
        let digits = String(start)
        return "\(folder)/\(String(repeating: "0", count: max(0, 20 - digits.count)))\(digits)"
    }

    private func makeFolder(_ path: String) throws {
        if mkdir(path, 0o750) == 0 {
            if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try sync(String(path[..<slash])) }
            return
        }
        switch errno {
        case EEXIST: return
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { throw FileError(path, "make") }
            try makeFolder(String(path[..<slash]))
            try makeFolder(path)
        default: throw FileError(path, "make the folder")
        }
    }

    private func sync(_ folder: String) throws {
        let number = clinux_open(folder, O_RDONLY | O_DIRECTORY, 0)
        guard number >= 0 else { throw FileError(folder, "open") }
        let descriptor = OwnedDescriptor(number)
        guard fsync(descriptor.number) == 0 else { throw FileError(folder, "sync") }
    }
}
