import FoundationEssentials
import Glibc

/// The worker files of a directory: `workers_available/NAME.conf`, and what of it is enabled by a link.
public struct WorkerFiles: Sendable {
    /// The two folders.
    public enum Folder: String, Sendable {
        /// Every worker file.
        case available = "workers_available"
        /// Links to those that run.
        case enabled = "workers_enabled"
    }

    /// Where `loglines.cfg` stands.
    public let directory: String

    /// The worker files of a directory.
    public init(directory: String) {
        self.directory = directory
    }

    /// The names that `enable` and `disable` take, in the order of the alphabet: the files that end in `.conf`.
    public func names(in folder: Folder) -> [String] {
        // A folder that is not there holds nothing.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder.rawValue)")) ?? []
        return files.filter { $0.hasSuffix(".conf") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The path of a worker's file.
    public func path(_ name: String, in folder: Folder) -> String { "\(directory)/\(folder.rawValue)/\(name).conf" }

    /// Links a worker's file into `workers_enabled/`; one that is there already stays.
    /// - Returns: Whether anything changed.
    /// - Throws: ``WorkerFileError``.
    @discardableResult
    public func enable(_ name: String) throws(WorkerFileError) -> Bool {
        let link = path(name, in: .enabled)
        if names(in: .enabled).contains(name), Self.resolve(link) != nil { return false }
        let available = names(in: .available)
        guard available.contains(name) else {
            throw .unknown(name, in: .available, nearest: Nearest.hint(for: name, among: available))
        }
        if Self.linkTarget(link) != nil, unlink(link) != 0 { throw .failed(link, errno) }
        let folder = "\(directory)/\(Folder.enabled.rawValue)"
        if mkdir(folder, 0o777) != 0, errno != EEXIST { throw .failed(folder, errno) }
        guard symlink("../\(Folder.available.rawValue)/\(name).conf", link) == 0 else { throw .failed(link, errno) }
        return true
    }

    /// Removes a worker's link from `workers_enabled/`; one that is not there is no error if there is such a worker.
    /// - Returns: Whether anything changed.
    /// - Throws: ``WorkerFileError``, also when it is a copy and no link, which might be the only one.
    @discardableResult
    public func disable(_ name: String) throws(WorkerFileError) -> Bool {
        let link = path(name, in: .enabled)
        if !name.contains("/"), Self.linkTarget(link) != nil {
            guard unlink(link) == 0 else { throw .failed(link, errno) }
            return true
        }
        if names(in: .enabled).contains(name) { throw .copy(name) }
        let right = names(in: .enabled) + names(in: .available)
        guard right.contains(name) else {
            throw .unknown(name, in: .enabled, nearest: Nearest.hint(for: name, among: right))
        }
        return false
    }

    /// What a link points to, as written; nil when it is none.
    ///
    /// A file that holds nothing but the relative path of a worker file is a link too: git and some archives write such
    /// ones where symbolic links cannot be had.
    static func linkTarget(_ path: String) -> String? {
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) { return target }
        guard let bytes = try? contents(of: path), bytes.count < 1024 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        let isPath = text.hasPrefix("../") && text.hasSuffix(".conf") && !text.contains(where: \.isNewline)
        return isPath ? text : nil
    }

    /// The real path of the file that a path means, through links of both sorts; nil when there is none, with errno set.
    static func resolve(_ path: String) -> String? {
        guard let real = realPath(path) else { return nil }
        guard let target = linkTarget(real) else { return real }
        let folder = real[..<(real.lastIndex(of: "/") ?? real.startIndex)]
        return realPath(absolutePath(target, in: String(folder)))
    }
}

/// Why a worker could not be enabled or disabled.
public struct WorkerFileError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, in one line.
    public let description: String
    /// Whether the name given was wrong, rather than the file system.
    public let isWrongName: Bool

    static func unknown(_ name: String, in folder: WorkerFiles.Folder, nearest: String) -> WorkerFileError {
        WorkerFileError(
            description: "\(folder.rawValue)/\(name).conf: there is no such file\(nearest)", isWrongName: true)
    }

    static func copy(_ name: String) -> WorkerFileError {
        let file = "\(WorkerFiles.Folder.enabled.rawValue)/\(name).conf"
        return WorkerFileError(
            description:
                "\(file): is a copy and no link; move it to \(WorkerFiles.Folder.available.rawValue)/ yourself",
            isWrongName: true)
    }

    static func failed(_ path: String, _ number: Int32) -> WorkerFileError {
        WorkerFileError(description: "\(path): \(errorText(number))", isWrongName: false)
    }
}
