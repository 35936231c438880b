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
        var requests: [ReceivedRequest] = []
    }

    /// The port it listens on.
    public var port: Int { listener.port }

    /// `http://127.0.0.1:PORT`.
    public var url: String { "http://127.0.0.1:\(port)" }

    private let listener: LoopbackListener
    private let state: StateBox

    /// What its threads share with it; they do not keep the server itself.
    private final class StateBox: Sendable {
        let state: Mutex<State>
        init(_ script: [Treatment]) { state = Mutex(State(script: script)) }
    }

    /// Starts it.
    /// - Parameter script: One treatment for each connection in turn; the last one holds for all that follow.
    public init(_ script: [Treatment]) throws {
        let box = StateBox(script)
        state = box
        listener = try LoopbackListener(port: freePort()) { MisbehavingServer.serve($0, box) }
    }

    /// The first lines of the requests it has read, oldest first.
    public var requests: [String] { received.map(\.line) }

    /// The requests it has read, oldest first.
    public var received: [ReceivedRequest] { state.state.withLock(\.requests) }

    private static func serve(_ connection: Int32, _ box: StateBox) {
        guard let request = HTTPText.readWhole(connection) else { return }
        let treatment = box.state.withLock { state in
            state.requests.append(request)
            return state.script.count > 1 ? state.script.removeFirst() : state.script[0]
        }
        switch treatment {
        case .hang: waitForEnd(connection)
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        case .send(let text): _ = HTTPText.write(text, to: connection)
        case .drip(let text):
            guard HTTPText.write(text, to: connection) else { return }
            while HTTPText.write(".", to: connection) { usleep(10_000) }
        }
    }

    private static func waitForEnd(_ connection: Int32) {
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }
}
