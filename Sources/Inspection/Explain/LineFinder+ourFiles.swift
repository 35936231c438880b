import Glibc
import PluginAPI
import Queues
import Settings
import Tailing

/// Why a file's lines are not shown: it is none of the site's logs. One line of text.
public struct NoLogOfOurs: Error, CustomStringConvertible {
    /// The line of text.
    public let description: String
}

extension LineFinder {
    /// A line of a file that an enabled tail follows or that was imported; for those who may ask for lines, but not read
    /// whatever the program can. A relative path is relative to the site's directory.
    /// - Throws: ``NoLogOfOurs`` for every other file, ``LineNotFound``, `RedisError`.
    public func line(inOurs place: FileLine) throws -> SubjectLine {
        let path = place.path.hasPrefix("/") ? place.path : "\(configuration.directory)/\(place.path)"
        func refused(_ reason: String) -> NoLogOfOurs { NoLogOfOurs(description: "\(place.path): \(reason)") }
        // Names are compared as they stand.
        guard !path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().contains(where: isNoName) else {
            throw refused("name the file by its path, without . and ..")
        }
        let imported = try places.importedFile(path: path)
        guard imported != nil || isFollowed(path) else {
            throw refused("no enabled tail follows it, and it was not imported")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw refused(String(cString: strerror(errno))) }
        // Opening a pipe would wait for who writes into it.
        guard status.st_mode & S_IFMT == S_IFREG else { throw refused("is no regular file") }
        let finder = LineFinder(configuration, service: service ?? imported, places)
        return try finder.line(in: FileLine(path: path, number: place.number))
    }

    private func isNoName(_ part: Substring) -> Bool { part.isEmpty || part == "." || part == ".." }

    private func isFollowed(_ path: String) -> Bool {
        configuration.workers.contains { worker in
            guard case .tail(let tail) = worker.job else { return false }
            return tail.logfile.contains { $0 == path || matches(of: $0).contains(path) }
        }
    }
}
