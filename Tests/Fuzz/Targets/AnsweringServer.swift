import Glibc

/// A server on the loopback interface that answers each request with the same bytes and ends the connection. It has no
/// thread: whoever waits for the answer calls ``serve()``.
final class AnsweringServer {
    /// A system call that failed.
    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ call: StaticString) { description = "\(call): \(String(cString: strerror(errno)))" }
    }

    /// Where it listens.
    let port: UInt16

    private let listener: Int32
    private let answer: [UInt8]
    private var connection: Int32?
    private var request: [UInt8] = []

    init(saying answer: [UInt8]) throws {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let code = withUnsafeMutableBytes(of: &address) { bytes in
            let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return bind(descriptor, address, length) | listen(descriptor, 4) | getsockname(descriptor, address, &length)
        }
        port = UInt16(bigEndian: address.sin_port)
        guard code == 0 else { throw Failure("listening") }
    }

    deinit {
        if let connection { close(connection) }
        close(listener)
    }

    /// Does what can be done without waiting: takes a connection, reads a request, answers it.
    func serve() throws {
        guard let connection else {
            let accepted = accept(listener, nil, nil)
            if accepted >= 0 { connection = accepted }
            return
        }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(connection, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else { return }
        request += buffer[..<count]
        guard request.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
        request = []
        // An input is smaller than a socket's buffer.
        guard send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else { throw Failure("send") }
        close(connection)
        self.connection = nil
    }
}
