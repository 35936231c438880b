import Glibc
import PluginAPI

/// Where the send journals of the forwarders of one queue lie, and what their files are called.
struct JournalFolder: Sendable {
    /// How many older files of each worker are kept, as `.1` (the youngest) and so on.
    static let olderFiles = 9

    let path: String

    /// A folder by its path.
    init(path: String) { self.path = path }

    /// The folder of a queue, among those of all queues.
    init(of queue: String, in folder: String) { path = "\(folder)/\(JournalFolder.fileName(queue))" }

    /// The folders of all queues.
    /// - Throws: ``FileError``.
    static func all(in folder: String) throws -> [JournalFolder] {
        try entries(of: folder).map { JournalFolder(path: "\(folder)/\($0)") }
    }

    /// The current file of a worker instance.
    func file(of worker: String) -> String { "\(path)/\(JournalFolder.fileName(worker)).log" }

    /// What is no letter, digit, `_`, `-` or `.` becomes `%XX`: identifiers and queues may be called anything.
    private static func fileName(_ text: String) -> String {
        text.utf8.enumerated().reduce(into: "") { name, next in
            let scalar = Unicode.Scalar(next.element)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
            if isLetter || scalar == "_" || scalar == "-" || (scalar == "." && next.offset > 0) {
                name.unicodeScalars.append(scalar)
            } else {
                name += (next.element < 0x10 ? "%0" : "%") + String(next.element, radix: 16, uppercase: true)
            }
        }
    }

    /// The worker instances that have a file here.
    /// - Throws: ``FileError``.
    func workers() throws -> [String] {
        var names: Set<String> = []
        for name in try JournalFolder.entries(of: path) {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            let isOlder = parts.last?.allSatisfy(\.isNumber) == true
            let stem = isOlder ? parts.dropLast() : parts[...]
            guard stem.count > 1, stem.last == "log" else { continue }
            names.insert(PercentEncoding.decodedOnce(Array(stem.dropLast().joined(separator: ".").utf8)[...]))
        }
        return names.sorted()
    }

    /// The other workers of the queue: what one of them held may come to any.
    /// - Throws: ``FileError``.
    func siblings(of worker: String) throws -> [String] { try workers().filter { $0 != worker } }

    /// What lies in a folder; nothing when there is none.
    private static func entries(of path: String) throws -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw FileError(path, "read the folder")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// A worker's files, the oldest first.
    func files(of worker: String) -> [String] {
        let current = file(of: worker)
        return stride(from: JournalFolder.olderFiles, to: 0, by: -1).map { "\(current).\($0)" } + [current]
    }

    /// Makes the folder, and the two above it.
    /// - Throws: ``FileError``.
    func make() throws {
        var folders = [path[...]]
        for _ in 1...2 { folders.insert(JournalFolder.parent(folders[0]), at: 0) }
        for folder in folders where !folder.isEmpty {
            guard mkdir(String(folder), 0o750) == 0 || errno == EEXIST else {
                throw FileError(String(folder), "make the folder")
            }
        }
    }

    private static func parent(_ path: Substring) -> Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
}
