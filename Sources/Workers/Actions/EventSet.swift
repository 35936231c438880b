import CLinux
import Glibc

/// Descriptors that a thread waits for, each with a number of its own (epoll): waiting costs the same however many there are.
final class EventSet {
    /// A descriptor that is ready.
    struct Ready {
        let tag: Int
        /// Something can be read, or the other side has ended.
        let isReadable: Bool
        /// Something can be written.
        let isWritable: Bool
        /// The connection is broken or closed on both sides.
        let isHungUp: Bool
    }

    private let descriptor: Int32
    private var buffer = [clinux_ready](repeating: clinux_ready(), count: 256)

    /// - Throws: ``SocketProblem``.
    init() throws {
        descriptor = clinux_epoll()
        guard descriptor >= 0 else { throw SocketProblem("epoll", errno) }
    }

    deinit { close(descriptor) }

    /// Adds a descriptor. It goes by itself when it is closed.
    /// - Throws: ``SocketProblem``.
    func add(_ descriptor: Int32, tag: Int) throws {
        guard clinux_epoll_set(self.descriptor, clinux_epoll_add, descriptor, clinux_readable, UInt64(tag)) == 0 else {
            throw SocketProblem("epoll", errno)
        }
    }

    /// Changes what a descriptor is waited for.
    func change(_ descriptor: Int32, tag: Int, reading: Bool, writing: Bool) {
        let events = (reading ? clinux_readable : 0) | (writing ? clinux_writable : 0)
        _ = clinux_epoll_set(self.descriptor, clinux_epoll_change, descriptor, events, UInt64(tag))
    }

    /// Waits until some are ready.
    func wait(milliseconds: Int) -> [Ready] {
        let count = clinux_epoll_wait(descriptor, &buffer, Int32(buffer.count), Int32(milliseconds))
        return (0..<max(0, Int(count))).map { index in
            let events = buffer[index].events
            return Ready(
                tag: Int(buffer[index].tag), isReadable: events & clinux_readable != 0,
                isWritable: events & clinux_writable != 0, isHungUp: events & clinux_hung_up != 0)
        }
    }
}

/// A system call for a socket that failed. One line.
struct SocketProblem: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, _ code: Int32) { description = "\(what): \(String(cString: strerror(code)))" }

    init(_ what: String, reason: String) { description = "\(what): \(reason)" }
}
