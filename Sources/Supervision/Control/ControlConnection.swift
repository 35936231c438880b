import FoundationEssentials
import Glibc
import SupervisorClient

/// One client of the control socket, as the supervisor sees it. Never blocks.
struct ControlConnection {
    /// A request is never longer; a client that sends more is cut off.
    private static let longestRequest = 65_536
    /// A client that leaves more answers than this unread is cut off.
    private static let mostUnread = 4 << 20

    let descriptor: Int32
    private var received: [UInt8] = []
    private var unsent: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether it waits for the client to read.
    var hasUnsent: Bool { !unsent.isEmpty }

    /// Reads what the client sent.
    /// - Returns: The requests now complete (nil for a line that is none); nil: the client has gone.
    mutating func receive() -> [ControlRequest?]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0 { return errno == EAGAIN || errno == EINTR ? [] : nil }
        if count == 0 { return nil }
        received += buffer[..<count]
        var requests: [ControlRequest?] = []
        while let end = received.firstIndex(of: UInt8(ascii: "\n")) {
            // What is no request is answered as such by the caller.
            requests.append(try? JSONDecoder().decode(ControlRequest.self, from: Data(received[..<end])))
            received.removeSubrange(...end)
        }
        return received.count > Self.longestRequest ? nil : requests
    }

    /// Queues an answer and sends what the client takes at once.
    /// - Returns: Whether the client is still worth keeping.
    mutating func send(_ reply: ControlReply) -> Bool {
        guard let line = try? JSONEncoder().encode(reply) else { return false }
        unsent += line
        unsent.append(UInt8(ascii: "\n"))
        return flush()
    }

    /// Sends what the client takes now.
    /// - Returns: Whether the client is still worth keeping.
    mutating func flush() -> Bool {
        while !unsent.isEmpty {
            let count = Glibc.send(descriptor, unsent, unsent.count, Int32(MSG_NOSIGNAL))
            if count < 0 { return errno == EAGAIN || errno == EINTR ? unsent.count <= Self.mostUnread : false }
            unsent.removeFirst(count)
        }
        return true
    }
}
