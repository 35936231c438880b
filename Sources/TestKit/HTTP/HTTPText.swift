import Glibc

/// HTTP as text on a connection: what the servers and the browser of tests need of it.
enum HTTPText {
    /// Reads a request up to the empty line.
    /// - Returns: The first line; nil when the connection ended before.
    static func readRequest(_ connection: Int32) -> String? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !text.contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text.split(separator: "\r\n").first.map(String.init)
    }

    /// Reads a request with its body, which is as long as Content-Length says.
    /// - Returns: nil when the connection ended before.
    static func readWhole(_ connection: Int32) -> ReceivedRequest? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let gap = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self)
                let request = ReceivedRequest(head: head, body: Array(bytes[gap.upperBound...]))
                let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
                if request.body.count >= length { return request }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }

    /// Sends text.
    /// - Returns: Whether all of it went.
    static func write(_ text: String, to connection: Int32) -> Bool { write(Array(text.utf8), to: connection) }

    /// Sends bytes.
    /// - Returns: Whether all of them went.
    static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }
}
