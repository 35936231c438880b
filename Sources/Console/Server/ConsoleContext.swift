import Hummingbird
import NIOCore

/// What belongs to one request: its connection, and who sends it.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    /// The connection.
    let channel: any Channel

    /// The client's address, without its port.
    let address: String

    /// Who sends it; nil before the gate, and where nobody needs to have logged in.
    var identity: Identity?

    /// The login behind the cookie; nil where it came without one.
    var session: Sessions.Session?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        address = source.channel.remoteAddress?.ipAddress ?? "unix"
    }

    /// The most that a form or a call may be long, in bytes. What is longer is streamed (`/ingest`).
    var maxUploadSize: Int { 1 << 20 }

    /// Who sends it, where the gate lets nobody else in.
    /// - Throws: 401.
    func requireIdentity() throws -> Identity {
        guard let identity else { throw HTTPError(.unauthorized) }
        return identity
    }

    /// Who sends it, when they may change things.
    /// - Throws: 403 to who may only look.
    func requireOperator() throws -> Identity {
        let identity = try requireIdentity()
        guard identity.role == .operator else { throw HTTPError(.forbidden, message: "\(identity.name) may only look") }
        return identity
    }
}
