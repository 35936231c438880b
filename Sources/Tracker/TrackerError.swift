import Glibc

/// Why a tracker could not start, or cannot go on.
public struct TrackerError: Error, Equatable, CustomStringConvertible {
    /// One line that names what and where.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// A failed system call.
    /// - Parameter what: What was tried, with the path or address.
    init(_ what: String, errno code: Int32) {
        description = "\(what): \(String(cString: strerror(code)))"
    }
}
