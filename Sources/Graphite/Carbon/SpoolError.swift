import Glibc

/// A file of the spool that could not be worked with, in one line: `data/spool/statsd_0/sent: cannot write: No space left on device`.
public struct SpoolError: Error, CustomStringConvertible {
    /// What and where.
    public let description: String

    init(_ path: String, _ action: String, _ code: Int32 = errno) {
        description = "\(path): cannot \(action): \(String(cString: strerror(code)))"
    }
}
