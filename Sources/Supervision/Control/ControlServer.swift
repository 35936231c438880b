import CLinux
import Glibc
import SupervisorClient

/// The control socket and its clients.
final class ControlServer {
    /// A client; never used twice, unlike a descriptor.
    typealias Client = Int

    private static let mostClients = 100

    let descriptor: Int32
    private(set) var connections: [Client: ControlConnection] = [:]
    private var lastClient: Client = 0
    private let path: String

    /// Listens; what a dead supervisor left there is replaced. Only to be called under the lock of ``RunDirectory``.
    /// - Throws: ``SupervisorError``.
    init(_ directory: RunDirectory) throws(SupervisorError) {
        path = "\(directory.path)/\(RunDirectory.socketName)"
        descriptor = UnixSocket.listen(folder: directory.path, name: RunDirectory.socketName)
        guard descriptor >= 0 else { throw SupervisorError("\(path): \(errorText(-descriptor))") }
        _ = clinux_set_nonblocking(descriptor)
    }

    /// Stops listening, and leaves no socket file behind.
    func close() {
        Glibc.close(descriptor)
        unlink(path)
        for client in Array(connections.keys) { drop(client) }
    }

    /// Takes a client in.
    func accept() {
        let accepted = Glibc.accept(descriptor, nil, nil)
        guard accepted >= 0 else { return }
        guard connections.count < Self.mostClients else {
            Glibc.close(accepted)
            return
        }
        _ = clinux_set_close_on_exec(accepted)
        _ = clinux_set_nonblocking(accepted)
        lastClient += 1
        connections[lastClient] = ControlConnection(descriptor: accepted)
    }

    /// The requests that a client has sent; those that are none are answered here.
    func receive(from client: Client) -> [ControlRequest] {
        guard let received = connections[client]?.receive() else {
            drop(client)
            return []
        }
        for request in received where request == nil {
            let reason = "not a request that this supervisor knows"
            send(.refused(ControlRefusal(.notUnderstood, [reason])), to: client)
            send(.end(ok: false), to: client)
        }
        return received.compactMap { $0 }
    }

    /// Answers a client, if it is still there.
    func send(_ reply: ControlReply, to client: Client) {
        if connections[client]?.send(reply) == false { drop(client) }
    }

    /// Goes on sending to a client that was slow.
    func flush(_ client: Client) {
        if connections[client]?.flush() == false { drop(client) }
    }

    private func drop(_ client: Client) {
        if let connection = connections.removeValue(forKey: client) { Glibc.close(connection.descriptor) }
    }
}
