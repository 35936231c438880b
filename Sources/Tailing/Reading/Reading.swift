/// One generation, open, and how far it has been read and stored.
final class Reading {
    let file: OpenFile
    /// Where the next line begins, of this very file (in a copy, the copy's device and inode).
    private(set) var position: Checkpoint
    /// As the file was when it was last looked at.
    private(set) var status: FileStatus
    /// Whether nothing complete was left to read when it was looked at.
    private var isRead = false
    /// When it was last seen to have changed.
    private var changed: Double
    private let options: TailOptions

    /// What a look at the file gave.
    enum Outcome {
        /// Lines, in the reader's batch; once they are stored, the file has been read up to here.
        case lines(to: Checkpoint)
        /// Nothing that is complete.
        case end
        /// It is not the same generation any more.
        case replaced
    }

    init(_ file: OpenFile, at position: Checkpoint, options: TailOptions) throws(FileError) {
        let status = try file.status()
        self.file = file
        self.status = status
        self.position = position
        self.position.device = status.device
        self.position.inode = status.inode
        self.options = options
        changed = options.now()
    }

    /// The bytes that have not been stored yet.
    var behind: UInt64 { status.size - min(status.size, position.offset) }

    /// For how many seconds it has not changed.
    var quiet: Double { options.now() - changed }

    /// Reads the next lines.
    /// - Parameter unterminated: Whether the rest at the end is a line as well.
    /// - Throws: ``FileError``.
    func read(with reader: LineReader, unterminated: Bool = false) throws(FileError) -> Outcome {
        if try hasChanged() { isRead = false }
        if isRead && !(unterminated && behind > 0) { return .end }
        let next = try reader.read(
            file, from: position.offset, generation: position.generation, unterminated: unterminated)
        // Judged after the read: what was read before the file was cut is of the old generation still.
        let now = try file.status()
        let head = try file.head()
        guard Identity(of: now, head: head, for: position) == .same else { return .replaced }
        position.fingerprint = Fingerprint(of: head)
        position.modified = now.modified
        guard reader.batch.lines.isEmpty else {
            var to = position
            to.offset = next
            return .lines(to: to)
        }
        isRead = now.size == status.size && now.modified == status.modified
        return .end
    }

    /// Takes over what has been stored.
    func accept(_ to: Checkpoint) {
        position = to
    }

    private func hasChanged() throws(FileError) -> Bool {
        let now = try file.status()
        let differs = now.size != status.size || now.modified != status.modified
        if differs { changed = options.now() }
        status = now
        return differs
    }
}
