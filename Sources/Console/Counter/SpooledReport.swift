import Glibc
import Hummingbird

/// A report that has been written as a whole before the first byte of it is sent: what fails amid it is no half report, and
/// none of it is kept in memory, however slowly it is fetched. It lies in a file without a name, which goes with its last user.
final class SpooledReport: Sendable {
    private static let piece = 1 << 16

    private let descriptor: Int32
    /// Bytes.
    private let size: Int

    /// Writes a report.
    /// - Parameters:
    ///   - folder: Where the file is.
    ///   - write: Gets what takes the pieces.
    /// - Throws: ``ConsoleError`` when the file cannot be written, and what `write` throws.
    init(in folder: String, _ write: (_ piece: (String) throws -> Void) throws -> Void) throws {
        var path = Array("\(folder)/report.XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw ConsoleError("\(folder): \(String(cString: strerror(errno)))") }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        do {
            var pieces: [UInt8] = []
            var size = 0
            try write { text in
                pieces += text.utf8
                guard pieces.count >= Self.piece else { return }
                try Self.append(pieces, to: descriptor, folder)
                size += pieces.count
                pieces.removeAll(keepingCapacity: true)
            }
            try Self.append(pieces, to: descriptor, folder)
            (self.descriptor, self.size) = (descriptor, size + pieces.count)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    private static func append(_ bytes: [UInt8], to descriptor: Int32, _ folder: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ConsoleError("\(folder): \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(count)
        }
    }

    /// The answer that sends it.
    var response: Response {
        let body = ResponseBody(contentLength: size) { [self] writer in
            var offset = 0
            while offset < size {
                var bytes = [UInt8](repeating: 0, count: min(Self.piece, size - offset))
                let count = pread(descriptor, &bytes, bytes.count, offset)
                guard count > 0 else {
                    throw ConsoleError("the report cannot be read: \(String(cString: strerror(errno)))")
                }
                try await writer.write(ByteBuffer(bytes: bytes[..<count]))
                offset += count
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/json"], body: body)
    }
}
