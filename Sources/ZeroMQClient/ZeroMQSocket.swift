import CZeroMQ
import Glibc

/// What sockets that know one another belong to. It waits at its end until all of them are closed, so each of them keeps it.
final class ZeroMQContext {
    fileprivate let handle = zmq_ctx_new()

    deinit { zmq_ctx_term(handle) }
}

/// A socket of libzmq, for one thread.
final class ZeroMQSocket {
    let handle: UnsafeMutableRawPointer
    private let context: ZeroMQContext

    /// - Throws: ``ZeroMQError``.
    init(_ context: ZeroMQContext, type: Int32) throws {
        guard let handle = zmq_socket(context.handle, type) else { throw ZeroMQError("cannot make a ZeroMQ socket") }
        self.handle = handle
        self.context = context
        try set(ZMQ_LINGER, to: Int32(0))
    }

    deinit { zmq_close(handle) }

    func set<Value: FixedWidthInteger>(_ option: Int32, to value: Value) throws {
        guard withUnsafeBytes(of: value, { zmq_setsockopt(handle, option, $0.baseAddress, $0.count) }) == 0 else {
            throw ZeroMQError("cannot set ZeroMQ's option \(option) to \(value)")
        }
    }

    func subscribe(to prefix: String) throws {
        let bytes = Array(prefix.utf8)
        guard zmq_setsockopt(handle, ZMQ_SUBSCRIBE, bytes, bytes.count) == 0 else {
            throw ZeroMQError("cannot subscribe to \(prefix)")
        }
    }

    func connect(to address: String) throws {
        guard zmq_connect(handle, address) == 0 else { throw ZeroMQError(address) }
    }

    /// Takes the next message. libzmq hands out whole ones only.
    /// - Returns: nil when none is there.
    /// - Throws: ``ZeroMQError``.
    func receive() throws -> ZeroMQMessage? {
        var message = ZeroMQMessage()
        while true {
            var frame = zmq_msg_t()
            zmq_msg_init(&frame)
            defer { zmq_msg_close(&frame) }
            guard zmq_msg_recv(&frame, handle, ZMQ_DONTWAIT) >= 0 else {
                if zmq_errno() == EINTR { continue }
                guard zmq_errno() == EAGAIN else { throw ZeroMQError("cannot receive") }
                return nil
            }
            message.frameCount += 1
            if message.frameCount <= ZeroMQMessage.mostFrames {
                let bytes = UnsafeRawBufferPointer(start: zmq_msg_data(&frame), count: zmq_msg_size(&frame))
                message.frames.append(Array(bytes))
            }
            guard zmq_msg_more(&frame) != 0 else { return message }
        }
    }
}
