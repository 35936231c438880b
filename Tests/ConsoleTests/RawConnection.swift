import Glibc
import TestKit
import Testing

/// A TCP connection to a console on which anything can be sent.
final class RawConnection {
    private let descriptor: Int32
    private(set) var received: [UInt8] = []

    /// What came, as text.
    var text: String { String(decoding: received, as: UTF8.self) }

    /// Whether the other side has ended it.
    private(set) var isClosed = false

    /// Connects.
    /// - Parameter readsLittle: Whether little fits into it that is not read.
    init(_ site: ConsoleSite, readsLittle: Bool = false) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var size: Int32 = 4_096
        if readsLittle {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let connected = withLoopbackAddress(port: site.port) { connect(descriptor, $0, $1) }
        try #require(connected == 0, "\(String(cString: strerror(errno)))")
    }

    deinit { close(descriptor) }

    /// Sends text.
    /// - Returns: Whether all of it could be sent without waiting.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends bytes.
    /// - Returns: Whether all of them could be sent without waiting.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT)) == bytes.count
    }

    /// Takes what has come.
    func receive() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                received += buffer[..<count]
                continue
            }
            if count == 0 || (errno != EAGAIN && errno != EINTR) { isClosed = true }
            return
        }
    }

    /// Waits until the other side has ended it.
    /// - Returns: What came.
    @discardableResult
    func end(within seconds: Double = 20) throws -> String {
        try eventually("the connection is ended", within: seconds) {
            receive()
            return isClosed
        }
        return text
    }

    /// Waits until something has come that is looked for.
    func hear(_ what: String) throws {
        try eventually("the answer has \(what)") {
            receive()
            return text.contains(what)
        }
    }
}

extension ConsoleSite {
    /// Sends bytes as they stand on a connection of their own.
    /// - Returns: The statuses of all answers that came, until the other side ended it or all had come that was asked for.
    func statuses(_ request: String) throws -> [Int] {
        let connection = try RawConnection(self)
        connection.send(request)
        func found() -> [Int] {
            connection.text.matches(of: #/HTTP/1\.[01] ([0-9]{3}) /#).compactMap { Int($0.output.1) }
        }
        // What is whole has its answer soon; one more might come with it.
        try eventually("an answer to \(request.prefix(200))") {
            connection.receive()
            return connection.isClosed || !found().isEmpty
        }
        let wanted = request.matches(of: #/(?:GET|POST) /#).count
        for _ in 1...20 where !connection.isClosed && found().count < wanted {
            usleep(10_000)
            connection.receive()
        }
        return found()
    }
}
