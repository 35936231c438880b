import Glibc

extension HTTPText {
    /// Asks a server on the loopback interface, over a connection of its own.
    /// - Parameter body: JSON; nil: there is none.
    /// - Returns: The status and the answer's body.
    /// - Throws: ``ChildProcess/CannotStart`` when nobody answers.
    static func ask(
        _ method: String, _ path: String, port: Int, body: [UInt8]?
    ) throws -> (status: Int, body: [UInt8]) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n" }
        guard withLoopbackAddress(port: port, { connect(descriptor, $0, $1) }) == 0,
            write(Array("\(head)\r\n".utf8) + (body ?? []), to: descriptor),
            let answer = readAnswer(descriptor)
        else {
            throw ChildProcess.CannotStart(
                path: "\(method) \(path) on port \(port)", reason: String(cString: strerror(errno)))
        }
        return answer
    }

    private static func readAnswer(_ connection: Int32) -> (status: Int, body: [UInt8])? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var wanted: (status: Int, start: Int, length: Int)?
        while wanted.map({ bytes.count < $0.start + $0.length }) ?? true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            if wanted == nil { wanted = measure(bytes) }
        }
        return wanted.map { ($0.status, Array(bytes[$0.start...])) }
    }

    /// Where an answer's body begins and how long it is; nil: its headers are not all there yet.
    private static func measure(_ bytes: [UInt8]) -> (status: Int, start: Int, length: Int)? {
        guard let gap = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }?.split { $0 == ":" || $0 == " " }
        return (status, gap.upperBound, length?.last.flatMap { Int($0) } ?? 0)
    }
}
