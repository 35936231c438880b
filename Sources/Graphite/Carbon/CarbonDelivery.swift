import CLinux
import Glibc
import Settings

/// Brings bytes to carbon over a connection of their own, and knows afterwards whether carbon has read them all.
///
/// Carbon answers nothing. But when we end our half of the connection it reads what is left and then ends its own; when it
/// dies before, the connection is reset. So an end after ours says that nothing got lost on the way.
struct CarbonDelivery {
    /// How long carbon may take to accept a connection.
    private static let connecting = Duration.seconds(10)

    /// Where carbon listens.
    let address: HostPort

    /// How long carbon may read nothing.
    let patience: Duration

    /// Whether to give up.
    let isCancelled: () -> Bool

    /// Brings bytes.
    /// - Throws: ``CarbonError``; then carbon may have read some of them.
    func send(_ bytes: [UInt8]) throws {
        let connection = try connect()
        defer { close(connection) }
        var (sent, deadline) = (0, ContinuousClock.now + patience)
        while sent < bytes.count {
            try wait(for: POLLOUT, on: connection, until: deadline, "it reads nothing")
            let count = bytes.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
                deadline = .now + patience
            } else if errno != EINTR, errno != EAGAIN {
                throw CarbonError("\(address)", "send", code: errno)
            }
        }
        guard shutdown(connection, Int32(SHUT_WR)) == 0 else { throw CarbonError("\(address)", "send", code: errno) }
        try awaitEnd(of: connection)
    }

    /// Waits until carbon has read all and ends the connection. What it may say before that is nobody's.
    private func awaitEnd(of connection: Int32) throws {
        let deadline = ContinuousClock.now + patience
        var answer = [UInt8](repeating: 0, count: 1024)
        while true {
            try wait(for: POLLIN, on: connection, until: deadline, "it does not read to the end")
            let count = recv(connection, &answer, answer.count, 0)
            if count == 0 { return }
            if count < 0, errno != EINTR, errno != EAGAIN { throw CarbonError("\(address)", "send", code: errno) }
        }
    }

    private func connect() throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, String(address.port), &hints, &found)
        guard code == 0 else {
            throw CarbonError("\(address)", "cannot find the host: \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(found) }
        var failure = CarbonError("\(address)", "it has no address")
        var next = found
        while let candidate = next?.pointee {
            do {
                return try connect(to: candidate)
            } catch let error as CarbonError {
                failure = error
            }
            next = candidate.ai_next
        }
        throw failure
    }

    private func connect(to candidate: addrinfo) throws -> Int32 {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let connection = socket(candidate.ai_family, candidate.ai_socktype | flags, candidate.ai_protocol)
        guard connection >= 0 else { throw CarbonError("\(address)", "connect", code: errno) }
        do {
            if Glibc.connect(connection, candidate.ai_addr, candidate.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw CarbonError("\(address)", "connect", code: errno) }
                try wait(for: POLLOUT, on: connection, until: .now + Self.connecting, "it accepts no connection")
                var (problem, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
                getsockopt(connection, SOL_SOCKET, SO_ERROR, &problem, &size)
                guard problem == 0 else { throw CarbonError("\(address)", "connect", code: problem) }
            }
            return connection
        } catch {
            close(connection)
            throw error
        }
    }

    private func wait(
        for event: Int32, on connection: Int32, until deadline: ContinuousClock.Instant, _ complaint: String
    ) throws {
        while true {
            var waiting = pollfd(fd: connection, events: Int16(event), revents: 0)
            if poll(&waiting, 1, 100) > 0 { return }
            if isCancelled() { throw CarbonError("\(address)", "given up, the program ends") }
            guard ContinuousClock.now < deadline else { throw CarbonError("\(address)", complaint) }
        }
    }
}
