import Glibc

/// The file of accepted queries. Every line is written at once and whole, so that another program may count them while
/// the tracker runs.
final class AcceptedLog: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Opens the file at its end, making it where it is missing.
    /// - Throws: ``TrackerError`` naming the file.
    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw TrackerError("cannot open \(path)", errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Appends a query as a line.
    /// - Throws: ``TrackerError`` when the system does not take it.
    func append(_ query: [UInt8]) throws {
        var line = query
        line.append(UInt8(ascii: "\n"))
        var written = 0
        while written < line.count {
            let count = line[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw TrackerError("cannot write to \(path)", errno: errno)
            }
            written += count
        }
    }
}
