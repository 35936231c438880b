import Glibc

/// Why lines could not be written.
public struct GeneratorError: Error, Equatable, CustomStringConvertible {
    /// One line that names what and where.
    public let description: String

    /// A failed system call.
    /// - Parameter what: What was tried, with the path.
    init(_ what: String, errno code: Int32) {
        self.init(what, reason: String(cString: strerror(code)))
    }

    /// What failed, and why.
    init(_ what: String, reason: String) { description = "\(what): \(reason)" }
}
