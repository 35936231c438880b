import CLinux
import Glibc

/// The other files in a log's directory, among which its rotated generations are.
struct Siblings {
    private let path: String
    private let files: [(path: String, status: FileStatus)]

    /// Looks into the directory of `path`.
    /// - Throws: ``FileError`` when it cannot be read: a file that was not found might be there then.
    init(of path: String) throws(FileError) {
        let directory = directory(of: path)
        guard let stream = opendir(directory) else { throw FileError(path: directory, code: errno) }
        defer { closedir(stream) }
        var files: [(path: String, status: FileStatus)] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let other = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
            // What cannot be seen (a loop of links, a file that went just now) is not a generation of this log.
            if other != path, let status = try? FileStatus.at(other), status.isRegular {
                files.append((other, status))
            }
        }
        self.path = path
        self.files = files
    }

    /// The file of a checkpoint under the name it has now.
    func file(of checkpoint: Checkpoint) throws(FileError) -> OpenFile? {
        for (path, status) in files where status.isFile(of: checkpoint) {
            if let file = try OpenFile.open(path), try file.identity(for: checkpoint) == .same { return file }
        }
        return nil
    }

    /// A copy of a checkpoint's file made after it was last read (copytruncate): it begins with the same bytes and holds at least
    /// what has been read. Of several the oldest, which is the one made when the file was cut.
    func copy(of checkpoint: Checkpoint) throws(FileError) -> OpenFile? {
        // A file of which nothing is known agrees with every other.
        guard checkpoint.fingerprint.length > 0 else { return nil }
        let later = files.filter { $0.status.modified >= checkpoint.modified && !isCompressed($0.path) }
        for (path, status) in later.sorted(by: { $0.status.modified < $1.status.modified }) {
            do {
                guard let file = try OpenFile.open(path) else { continue }
                if Identity(ofContent: status, head: try file.head(), for: checkpoint) == .same { return file }
            } catch  where !isRotated(path, of: self.path) {
                continue  // Somebody else's file, which we may not read.
            }
        }
        return nil
    }

    /// The rotated file that was written next after `time`, when there were several rotations since; nil when the next generation is
    /// the one at the log's own path.
    func next(
        after time: Int64, until end: Int64 = .max, besides known: [FileStatus], _ read: [Checkpoint]
    ) throws(FileError) -> OpenFile? {
        let later = files.filter { other in
            other.status.modified > time && other.status.modified <= end && isRotated(other.path, of: path)
                && !known.contains { $0.isSameFile(as: other.status) } && !read.contains { other.status.isFile(of: $0) }
        }
        guard let first = later.min(by: { $0.status.modified < $1.status.modified }) else { return nil }
        return try OpenFile.open(first.path)
    }
}
