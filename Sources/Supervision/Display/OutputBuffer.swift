import Glibc

/// Text on its way to a terminal, pipe or file that may be slow or gone; writing never waits.
struct OutputBuffer {
    /// What a reader may leave unread before the oldest is dropped.
    private static let limit = 256 << 10
    /// What a pipe that is ready to be written to takes without blocking (PIPE_BUF).
    private static let portion = 4096

    let descriptor: Int32
    private var unsent: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    var hasUnsent: Bool { !unsent.isEmpty }

    mutating func write(_ text: String) {
        unsent += Array(text.utf8)
        flush()
        if unsent.count > Self.limit { unsent.removeFirst(unsent.count - Self.limit) }
    }

    mutating func flush() {
        while !unsent.isEmpty, isReady() {
            let count = Glibc.write(descriptor, unsent, min(unsent.count, Self.portion))
            if count < 0 {
                // Nobody reads any more: nothing to be told to anybody.
                if errno != EINTR && errno != EAGAIN { unsent.removeAll() }
                return
            }
            unsent.removeFirst(count)
        }
    }

    private func isReady() -> Bool {
        var query = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&query, 1, 0) > 0
    }
}
