import Glibc
import Synchronization

/// A server on a free port of the loopback interface that treats each connection as its script says: for what a proper
/// server cannot be brought to do. Stopped with the value's last user.
public final class MisbehavingServer: Sendable {
    /// What happens to one connection.
    public enum Treatment: Sendable {
        /// Reads the request and says nothing.
        case hang
        /// Reads the request and ends the connection with an RST.
        case reset
        /// Reads the request and sends these bytes, then ends the connection.
        case send(String)
        /// Reads the request and sends these bytes, then one byte every 10 ms, until the other side goes.
        case drip(String)

        /// An answer with a status, extra header lines and a body.
        public static func answer(_ status: Int, _ headers: [String] = [], body: String = "") -> Treatment {
            let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
            return .send(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
        }
    }

    private struct State {
        var script: [Treatment]
        var requests: [String] = []
        var open: Set<Int32> = []
        var stopped = false
    }

    /// The port it listens on.
    public let port: Int

    /// `http://127.0.0.1:PORT`.
    public var url: String { "http://127.0.0.1:\(port)" }

    private let listener: Int32
    private let state: StateBox

    /// What its threads share with it; they do not keep the server itself.
    private final class StateBox: Sendable {
        let state: Mutex<State>
        init(_ script: [Treatment]) { state = Mutex(State(script: script)) }
    }

    /// Starts it.
    /// - Parameter script: One treatment for each connection in turn; the last one holds for all that follow.
    public init(_ script: [Treatment]) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let port = freePort()
        self.port = port
        let box = StateBox(script)
        state = box
        let descriptor = listener
        guard withLoopbackAddress(port: port, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 64) == 0 else {
            throw ChildProcess.CannotStart(path: "listening on port \(port)", reason: String(cString: strerror(errno)))
        }
        startThread {
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                startThread { MisbehavingServer.serve(connection, box) }
            }
            close(descriptor)
        }
    }

    deinit {
        state.state.withLock { state in
            state.stopped = true
            state.open.forEach { shutdown($0, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// The first lines of the requests it has read, oldest first.
    public var requests: [String] { state.state.withLock(\.requests) }

    private static func serve(_ connection: Int32, _ box: StateBox) {
        let stopped = box.state.withLock { state in
            state.open.insert(connection)
            return state.stopped
        }
        defer {
            box.state.withLock { _ = $0.open.remove(connection) }
            close(connection)
        }
        guard !stopped, let request = readRequest(connection) else { return }
        let treatment = box.state.withLock { state in
            state.requests.append(request)
            return state.script.count > 1 ? state.script.removeFirst() : state.script[0]
        }
        switch treatment {
        case .hang: waitForEnd(connection)
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        case .send(let text): _ = write(text, to: connection)
        case .drip(let text):
            guard write(text, to: connection) else { return }
            while write(".", to: connection) { usleep(10_000) }
        }
    }

    /// Reads up to the empty line.
    /// - Returns: The first line; nil when the connection ended before.
    private static func readRequest(_ connection: Int32) -> String? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !text.contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text.split(separator: "\r\n").first.map(String.init)
    }

    private static func waitForEnd(_ connection: Int32) {
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }

    private static func write(_ text: String, to connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}
