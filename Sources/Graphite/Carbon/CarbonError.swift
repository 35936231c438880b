import Glibc

/// Why carbon did not get something, in one line: `127.0.0.1:2003: cannot connect: Connection refused`.
public struct CarbonError: Error, CustomStringConvertible {
    /// What and where.
    public let description: String

    init(_ address: String, _ text: String) { description = "\(address): \(text)" }

    init(_ address: String, _ action: String, code: Int32) {
        self.init(address, "cannot \(action): \(String(cString: strerror(code)))")
    }
}
