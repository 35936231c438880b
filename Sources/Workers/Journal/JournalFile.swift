import CLinux
import Glibc

/// The file that a send journal is written to: whole batches of lines, each with one write.
///
/// What was written survives the process at once, and a power cut once it was synchronised, at most a second later: as
/// Redis' `appendfsync everysec` does it.
struct JournalFile {
    /// What ends half a line, so that it can be read as nothing.
    private static let torn = Array(" torn\n".utf8)

    let path: String

    /// How many bytes it has.
    private(set) var size = 0

    private var descriptor: OwnedDescriptor?
    private var inode: UInt64 = 0
    private var endsWithinLine = false
    private var isSynchronised = true
    private var lastSync = ContinuousClock.now

    init(path: String) { self.path = path }

    /// Whether the path leads to another file than the one written to, or to none: somebody has moved it away.
    var isMoved: Bool {
        var status = stat()
        return descriptor != nil && (stat(path, &status) != 0 || UInt64(status.st_ino) != inode)
    }

    /// Opens the file that stands there, or makes one.
    /// - Throws: ``FileError``.
    mutating func open() throws {
        let number = clinux_open(path, O_RDWR | O_CREAT | O_APPEND, 0o640)
        guard number >= 0 else { throw FileError(path, "open") }
        let opened = OwnedDescriptor(number)
        var status = stat()
        guard fstat(number, &status) == 0 else { throw FileError(path, "stat") }
        (inode, size) = (UInt64(status.st_ino), Int(status.st_size))
        var last = UInt8(ascii: "\n")
        if size > 0, pread(number, &last, 1, off_t(size - 1)) < 0 { throw FileError(path, "read") }
        endsWithinLine = last != UInt8(ascii: "\n")
        descriptor = opened
    }

    /// Appends whole lines: all of them, or none.
    /// - Throws: ``FileError``.
    mutating func append(_ lines: [UInt8]) throws {
        if descriptor == nil { try open() }
        guard let descriptor, !lines.isEmpty else { return }
        let (written, failure) = descriptor.write(endsWithinLine ? JournalFile.torn + lines : lines)
        if let failure {
            if written > 0, ftruncate(descriptor.number, off_t(size)) != 0 {
                size += written
                endsWithinLine = true
            }
            throw FileError(path, "write", failure)
        }
        size += written
        endsWithinLine = false
        isSynchronised = false
    }

    /// Brings what was written to the disk, if that was a second ago.
    /// - Throws: ``FileError``.
    mutating func synchroniseIfDue() throws {
        guard !isSynchronised, let descriptor, lastSync.duration(to: .now) >= .seconds(1) else { return }
        guard fdatasync(descriptor.number) == 0 else { throw FileError(path, "synchronise") }
        isSynchronised = true
        lastSync = .now
    }

    /// Begins a new file with these lines. The old one becomes `.1`, and so on, unless somebody has moved it away. At each
    /// instant the path, or else `.new`, leads to a file that has what is open.
    /// - Throws: ``FileError``; then the old file is still the one written to.
    mutating func begin(with lines: [UInt8]) throws {
        let wasMoved = isMoved
        var next = JournalFile(path: path + ".new")
        guard unlink(next.path) == 0 || errno == ENOENT else { throw FileError(next.path, "remove") }
        try next.append(lines)
        guard let made = next.descriptor, fdatasync(made.number) == 0 else {
            throw FileError(next.path, "synchronise")
        }
        if !wasMoved {
            for number in stride(from: JournalFolder.olderFiles, to: 0, by: -1) {
                let older = number == 1 ? path : "\(path).\(number - 1)"
                guard rename(older, "\(path).\(number)") == 0 || errno == ENOENT else {
                    throw FileError(older, "rename")
                }
            }
        }
        guard rename(next.path, path) == 0 else { throw FileError(next.path, "rename") }
        (descriptor, inode, size) = (made, next.inode, next.size)
        (endsWithinLine, isSynchronised) = (false, true)
    }

    /// Ends what ``begin(with:)`` began in a process that died in the middle of it.
    /// - Throws: ``FileError``.
    func recover() throws {
        var status = stat()
        if stat(path, &status) != 0, errno == ENOENT, rename(path + ".new", path) != 0, errno != ENOENT {
            throw FileError(path + ".new", "rename")
        }
    }
}
