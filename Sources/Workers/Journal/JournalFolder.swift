import Glibc
import PluginAPI

/// Where the send journals of all forwarders lie, and what their files are called.
struct JournalFolder: Sendable {
    /// How many older files of each worker are kept, as `.1` (the youngest) and so on.
    static let olderFiles = 9

    let path: String

    /// The current file of a worker instance. What is no letter, digit, `_`, `-` or `.` becomes `%XX`: an identifier may hold
    /// anything.
    func file(of worker: String) -> String {
        let name = worker.utf8.enumerated().reduce(into: "") { name, next in
            let scalar = Unicode.Scalar(next.element)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
            if isLetter || scalar == "_" || scalar == "-" || (scalar == "." && next.offset > 0) {
                name.unicodeScalars.append(scalar)
            } else {
                name += (next.element < 0x10 ? "%0" : "%") + String(next.element, radix: 16, uppercase: true)
            }
        }
        return "\(path)/\(name).log"
    }

    /// The worker instances that have a file here.
    /// - Throws: ``FileError``.
    func workers() throws -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw FileError(path, "read the folder")
        }
        defer { closedir(folder) }
        var names: Set<String> = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            let isOlder = parts.last?.allSatisfy(\.isNumber) == true
            let stem = isOlder ? parts.dropLast() : parts[...]
            guard stem.count > 1, stem.last == "log" else { continue }
            names.insert(PercentEncoding.decodedOnce(Array(stem.dropLast().joined(separator: ".").utf8)[...]))
        }
        return names.sorted()
    }

    /// The other instances of the same worker: those whose names differ in the number only.
    /// - Throws: ``FileError``.
    func siblings(of worker: String) throws -> [String] {
        guard let stem = JournalFolder.stem(worker) else { return [] }
        return try workers().filter { $0 != worker && JournalFolder.stem($0) == stem }
    }

    /// A worker's files, the oldest first.
    func files(of worker: String) -> [String] {
        let current = file(of: worker)
        return stride(from: JournalFolder.olderFiles, to: 0, by: -1).map { "\(current).\($0)" } + [current]
    }

    /// `pirus2` of `pirus2_1`; nil when there is no number.
    private static func stem(_ worker: String) -> Substring? {
        guard let end = worker.lastIndex(of: "_") else { return nil }
        let number = worker[end...].dropFirst()
        return !number.isEmpty && number.allSatisfy(\.isNumber) ? worker[..<end] : nil
    }

    /// Makes the folder, and that above it.
    /// - Throws: ``FileError``.
    func make() throws {
        for folder in [path[..<(path.lastIndex(of: "/") ?? path.endIndex)], path[...]] where !folder.isEmpty {
            guard mkdir(String(folder), 0o750) == 0 || errno == EEXIST else {
                throw FileError(String(folder), "make the folder")
            }
        }
    }
}
