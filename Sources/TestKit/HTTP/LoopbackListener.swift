import Glibc
import Synchronization

/// Takes connections on a port of the loopback interface and serves each on a thread of its own, outside the pool that
/// tests run on: a test that waits does not keep it from answering.
final class LoopbackListener: Sendable {
    /// The port it listens on.
    let port: Int

    private let descriptor: Int32
    private let connections = Connections()

    /// What the threads share with it; they do not keep the listener itself.
    private final class Connections: Sendable {
        let open = Mutex<(descriptors: Set<Int32>, stopped: Bool)>((descriptors: [], stopped: false))

        /// - Returns: Whether the connection is to be served.
        func enter(_ connection: Int32) -> Bool {
            open.withLock { open in
                open.descriptors.insert(connection)
                return !open.stopped
            }
        }

        func leave(_ connection: Int32) {
            open.withLock { _ = $0.descriptors.remove(connection) }
            close(connection)
        }
    }

    /// Begins to listen.
    /// - Parameter serve: Called with each connection, which is closed when it returns.
    init(port: Int, serve: @escaping @Sendable (Int32) -> Void) throws {
        self.port = port
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        // A server that comes back gets its port although connections of its former life linger.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard withLoopbackAddress(port: port, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 64) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw ChildProcess.CannotStart(path: "listening on port \(port)", reason: reason)
        }
        startThread { [connections] in
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                startThread {
                    defer { connections.leave(connection) }
                    if connections.enter(connection) { serve(connection) }
                }
            }
            close(descriptor)
        }
    }

    deinit { stop() }

    /// Takes no more connections and ends those it has.
    func stop() {
        connections.open.withLock { open in
            guard !open.stopped else { return }
            open.stopped = true
            open.descriptors.forEach { shutdown($0, Int32(SHUT_RDWR)) }
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }
}
