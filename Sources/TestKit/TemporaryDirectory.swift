import FoundationEssentials

/// A directory of a test's own, removed with the value's last user.
public final class TemporaryDirectory: Sendable {
    /// Its absolute path, without a slash at the end.
    public let path: String

    /// Makes the directory.
    /// - Throws: What the file system says.
    public init() throws {
        path = "/tmp/loglines-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        // The test is over; a directory that cannot be removed is /tmp's business.
        _ = try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, with the folders above it.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let target = file(name)
        let folder = target[..<(target.lastIndex(of: "/") ?? target.endIndex)]
        try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: target))
        return target
    }

    /// What a file holds, as text; nil when it cannot be read.
    public func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: file(name)).map { String(decoding: $0, as: UTF8.self) }
    }
}
