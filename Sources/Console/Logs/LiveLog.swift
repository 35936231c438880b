import CLinux
import Glibc

/// A log file as a browser follows it: its end, then what is added, through rotation and emptying, and after a reconnection
/// from where the browser was. For one task.
final class LiveLog {
    /// A place in a log, by the file's inode, since its name changes when it is rotated.
    struct Place: Equatable, LosslessStringConvertible {
        var inode: UInt
        var offset: Int

        init(inode: UInt, offset: Int) {
            self.inode = inode
            self.offset = offset
        }

        /// Reads `INODE-OFFSET`.
        init?(_ description: String) {
            let parts = description.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let inode = UInt(parts[0]), let offset = Int(parts[1]), offset >= 0 else {
                return nil
            }
            self.init(inode: inode, offset: offset)
        }

        var description: String { "\(inode)-\(offset)" }
    }

    /// Some text of a log.
    struct Piece: Encodable, Equatable, Sendable {
        /// The text; it may end amid a line. What is not UTF-8 is replaced.
        var text: String
        /// Where it ends.
        var place: String
        /// Whether nothing that was sent before belongs to it.
        var isStart = false
        /// Bytes before it that were left out, since they came faster than they were taken.
        var leftOut = 0
        /// Whether somebody emptied the log before it.
        var isEmptied = false
    }

    /// How many bytes of what was there before are given first.
    static let head = 131_072
    /// The longest piece in bytes.
    static let portion = 65_536
    /// Who is so many bytes behind gets the last of them only.
    static let mostBehind = 262_144
    /// The most rotated files that are looked at.
    private static let mostBackups = 20

    /// The file.
    let path: String
    private var descriptor: Int32 = -1
    private var place = Place(inode: 0, offset: 0)
    private var wanted: Place?

    /// A file that need not exist yet.
    /// - Parameter place: Where the browser was; nil: nowhere.
    init(path: String, from place: Place? = nil) {
        self.path = path
        wanted = place
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// What has been added, some of it when it is much; nil: nothing.
    func next() -> Piece? {
        var piece = Piece(text: "", place: "")
        if descriptor < 0 {
            guard begin(&piece) else { return nil }
        }
        var size = size()
        while size == place.offset {
            guard let successor = successor() else {
                // The very first piece says where the log is, also when nothing stands in it.
                return piece.isStart ? finished(piece, []) : nil
            }
            // Between the two looks something may have been added; nobody adds to it any more.
            size = self.size()
            if size == place.offset {
                guard open(successor) else { return nil }
                size = self.size()
            }
        }
        if size < place.offset {
            place.offset = 0
            piece.isEmptied = true
            return finished(piece, [])
        }
        if size - place.offset > Self.mostBehind {
            let start = lineStart(after: size - Self.portion)
            piece.leftOut = start - place.offset
            place.offset = start
        }
        return finished(piece, Self.whole(read(min(Self.portion, size - place.offset), at: place.offset)))
    }

    private func finished(_ piece: Piece, _ bytes: [UInt8]) -> Piece {
        var piece = piece
        place.offset += bytes.count
        piece.text = String(decoding: bytes, as: UTF8.self)
        piece.place = place.description
        return piece
    }

    /// Opens the file in which the browser was, wherever it is now; else the present one, near its end.
    private func begin(_ piece: inout Piece) -> Bool {
        defer { wanted = nil }
        if let wanted, let number = number(of: wanted.inode), open(name(number)) {
            place.offset = wanted.offset
            return true
        }
        guard open(path) else { return false }
        piece.isStart = true
        let size = size()
        if size > Self.head { place.offset = lineStart(after: size - Self.head) }
        return true
    }

    /// The file that was begun after this one; nil: this is the newest, or that one is about to be made.
    private func successor() -> String? {
        guard let number = number(of: place.inode) else { return path }
        return number > 0 ? name(number - 1) : nil
    }

    private func name(_ number: Int) -> String { number == 0 ? path : "\(path).\(number)" }

    /// How often a file has been rotated; nil: it is gone.
    private func number(of inode: UInt) -> Int? {
        (0...Self.mostBackups).first { number in
            var status = clinux_file()
            return clinux_file_named(name(number), &status) == 0 && status.inode == inode
        }
    }

    private func open(_ name: String) -> Bool {
        let opened = clinux_open(name, O_RDONLY, 0)
        guard opened >= 0 else { return false }
        if descriptor >= 0 { close(descriptor) }
        descriptor = opened
        var status = clinux_file()
        clinux_file_open(descriptor, &status)
        place = Place(inode: status.inode, offset: 0)
        return true
    }

    private func size() -> Int {
        var status = clinux_file()
        return clinux_file_open(descriptor, &status) == 0 ? status.size : 0
    }

    /// Where the first line begins that begins after an offset; the offset itself when none does soon.
    private func lineStart(after offset: Int) -> Int {
        read(Self.portion, at: offset).firstIndex(of: UInt8(ascii: "\n")).map { offset + $0 + 1 } ?? offset
    }

    private func read(_ count: Int, at offset: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
        }
    }

    /// Bytes without a letter's first bytes at their end, unless that is all.
    private static func whole(_ bytes: [UInt8]) -> [UInt8] {
        // In UTF-8 a letter has four bytes at most, and its first is the only one that is not 10xxxxxx.
        guard let first = bytes.suffix(3).lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[first] >= 0xC0, first > 0
        else {
            return bytes
        }
        let length = bytes[first] >= 0xF0 ? 4 : bytes[first] >= 0xE0 ? 3 : 2
        return bytes.count - first < length ? Array(bytes[..<first]) : bytes
    }
}
