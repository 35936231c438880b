import FoundationEssentials
import Glibc
import TestKit
import Testing

/// A browser's WebSocket at `/live`, as a plain client.
final class LiveClient {
    private struct Message: Decodable {
        let topic: String
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects with a session's cookie, as `ConsoleSite.logIn` gives it.
    convenience init(_ site: ConsoleSite, _ cookie: [String]) throws {
        try self.init(
            port: site.port, path: "/live",
            ["Host: 127.0.0.1:\(site.port)", "Origin: \(site.url)", "Cookie: \(cookie[1])"])
    }

    /// Connects to a port of this machine.
    init(port: Int, path: String, _ headers: [String]) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let connected = withLoopbackAddress(port: port) { connect(descriptor, $0, $1) }
        try #require(connected == 0)
        var patience = timeval(tv_sec: 0, tv_usec: 100_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let head =
            ["GET \(path) HTTP/1.1"] + headers + [
                "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ]
        write(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        try eventually("the WebSocket is open") {
            receive()
            return received.firstRange(of: Array("\r\n\r\n".utf8)) != nil
        }
        let gap = try #require(received.firstRange(of: Array("\r\n\r\n".utf8)))
        try #require(String(decoding: received[..<gap.lowerBound], as: UTF8.self).hasPrefix("HTTP/1.1 101"))
        received.removeSubrange(..<gap.upperBound)
    }

    deinit { close(descriptor) }

    /// Wants to hear of a topic.
    func subscribe(_ topic: String) {
        let text = Array(#"{"topic": "__topic_subscribe__", "body": "\#(topic)"}"#.utf8)
        // Masked with nothing, which is a mask as good as any.
        let length: [UInt8] =
            text.count < 126 ? [UInt8(text.count)] : [126, UInt8(text.count >> 8), UInt8(text.count & 255)]
        write([0x81, length[0] | 0x80] + length.dropFirst() + [0, 0, 0, 0] + text)
    }

    /// The next message's topic and JSON; nil: none came within a moment.
    func next() -> (topic: String, json: String)? {
        receive()
        guard let (start, end) = frame, end <= received.count else { return nil }
        let data = Array(received[start..<end])
        received.removeSubrange(..<end)
        let topic = try? JSONDecoder().decode(Message.self, from: Data(data)).topic
        return (topic ?? "", String(decoding: data, as: UTF8.self))
    }

    /// Waits for a message of a topic that has something in it.
    @discardableResult
    func hear(_ topic: String, _ what: String) throws -> String {
        var found = ""
        try eventually("\(topic) says \(what)") {
            guard let (heard, json) = next() else { return false }
            found = json
            return heard == topic && json.contains(what)
        }
        return found
    }

    /// Where the next frame's payload begins and ends; nil: its length has not come yet.
    private var frame: (start: Int, end: Int)? {
        guard received.count >= 2 else { return nil }
        let short = Int(received[1])
        guard short > 125 else { return (2, 2 + short) }
        let start = short == 126 ? 4 : 10
        guard received.count >= start else { return nil }
        return (start, start + received[2..<start].reduce(0) { $0 << 8 | Int($1) })
    }

    private func write(_ bytes: [UInt8]) { _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
    }
}
