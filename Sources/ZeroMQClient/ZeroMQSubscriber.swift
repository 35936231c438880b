import CZeroMQ
import Glibc

/// A SUB socket that is connected to several senders (PUB), for one thread. libzmq connects, and connects again, by itself.
///
/// PUB and SUB keep nothing: what a sender sends while no connection stands is gone, and so is what it sends while ``mostWaiting``
/// messages wait here and as many as it allows itself wait there. Neither side is told how many those were.
public final class ZeroMQSubscriber {
    /// What became of the connection to a sender.
    public enum Event: Sendable, Equatable {
        /// It stands; what is sent from now on comes.
        case connected(address: String)
        /// It is gone, or what is there does not speak as a sender does; it is tried again.
        case lost(address: String)
    }

    /// How many messages may wait here before TCP holds the sender up.
    public static let mostWaiting: Int32 = 10_000

    /// The longest frame, in bytes: a sender of a longer one is disconnected by libzmq.
    public static let longestFrame: Int64 = 16 << 20

    private let socket: ZeroMQSocket
    private let monitor: ZeroMQSocket

    /// Begins to connect; nobody need be there yet.
    /// - Parameters:
    ///   - addresses: `tcp://HOST:PORT`, `ipc://PATH`.
    ///   - prefix: How topics begin that are subscribed to; empty: all.
    /// - Throws: ``ZeroMQError`` naming the address that is none.
    public init(connectingTo addresses: [String], subscribingTo prefix: String) throws {
        let context = ZeroMQContext()
        socket = try ZeroMQSocket(context, type: ZMQ_SUB)
        monitor = try ZeroMQSocket(context, type: ZMQ_PAIR)
        try socket.set(ZMQ_RCVHWM, to: Self.mostWaiting)
        try socket.set(ZMQ_MAXMSGSIZE, to: Self.longestFrame)
        // A restarted sender is found within a second; libzmq's own heartbeats old senders do not answer.
        try socket.set(ZMQ_RECONNECT_IVL, to: Int32(100))
        try socket.set(ZMQ_RECONNECT_IVL_MAX, to: Int32(1_000))
        for (option, value) in [
            (ZMQ_TCP_KEEPALIVE, 1), (ZMQ_TCP_KEEPALIVE_IDLE, 60), (ZMQ_TCP_KEEPALIVE_INTVL, 10),
            (ZMQ_TCP_KEEPALIVE_CNT, 3),
        ] {
            try socket.set(option, to: Int32(value))
        }
        if addresses.contains(where: { $0.contains("[") }) { try socket.set(ZMQ_IPV6, to: Int32(1)) }
        // libzmq's thread must not wait for us to read what it tells.
        try monitor.set(ZMQ_RCVHWM, to: Int32(0))
        let place = "inproc://monitor"
        guard zmq_socket_monitor(socket.handle, place, Self.watched) == 0 else {
            throw ZeroMQError("cannot watch connections")
        }
        try monitor.connect(to: place)
        try socket.subscribe(to: prefix)
        for address in addresses { try socket.connect(to: address) }
    }

    deinit { zmq_socket_monitor(socket.handle, nil, 0) }

    /// Waits for a message or an event.
    /// - Parameters:
    ///   - timeout: How long at most.
    ///   - descriptor: Readable when there is something else to do.
    /// - Throws: ``ZeroMQError``.
    public func wait(upTo timeout: Duration, or descriptor: Int32) throws {
        var items = [socket.handle, monitor.handle].map {
            zmq_pollitem_t(socket: $0, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
        }
        items.append(zmq_pollitem_t(socket: nil, fd: descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
        guard zmq_poll(&items, Int32(items.count), Int(timeout / .milliseconds(1))) >= 0 || zmq_errno() == EINTR else {
            throw ZeroMQError("cannot wait for messages")
        }
    }

    /// The next message; nil when none is there.
    /// - Throws: ``ZeroMQError``.
    public func receive() throws -> ZeroMQMessage? { try socket.receive() }

    /// What became of connections since the last call, oldest first.
    /// - Throws: ``ZeroMQError``.
    public func events() throws -> [Event] {
        var events: [Event] = []
        while let message = try monitor.receive() {
            // zmq_socket_monitor(3): 16 bits of event and 32 of value in the machine's order, then the address.
            guard message.frames.count == 2, message.frames[0].count >= 2 else { continue }
            let kind = Int32(message.frames[0].withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) })
            let address = String(decoding: message.frames[1], as: UTF8.self)
            events.append(
                kind == ZMQ_EVENT_HANDSHAKE_SUCCEEDED ? .connected(address: address) : .lost(address: address))
        }
        return events
    }

    private static let watched =
        ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
        | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
}
