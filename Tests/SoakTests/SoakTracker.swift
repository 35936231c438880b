import Glibc
import Synchronization
import TestKit

/// A tracker on a port of its own that misbehaves while it is told to, and knows of every request what it was told.
///
/// A request counts as taken only when 200 is going to be its whole answer: what is refused, broken off or left hanging
/// may be sent again as often as it pleases.
final class SoakTracker: Sendable {
    /// What becomes of a request instead of being taken.
    enum Manner: Sendable, Equatable {
        /// No answer, until the tracker behaves again; then the connection is closed.
        case hang
        /// The connection ends with an RST.
        case reset
        /// A status, with a Retry-After header of so many seconds.
        case status(Int, retryAfter: Int?)
        /// What is no HTTP.
        case garbage
        /// Taken, but only after a while.
        case slow
    }

    /// What it has seen.
    struct Seen: Sendable {
        /// How often each item was taken.
        var taken: [Int: Int] = [:]
        /// Requests that are of no item.
        var foreign: [String] = []
        /// All that was taken.
        var total = 0
    }

    private struct State {
        var manners: [Manner] = []
        var listener: Int32 = -1
        var connections: Set<Int32> = []
        var seen = Seen()
    }

    let port: Int
    private let state = Mutex(State())

    init() throws {
        port = freeServerPort()
        try open()
    }

    deinit { close() }

    var url: String { "http://127.0.0.1:\(port)/tracker/" }

    var seen: Seen { state.withLock { $0.seen } }

    /// How many uses it took.
    var taken: Int { state.withLock { $0.seen.total } }

    /// From now on every request meets this, or another manner that was begun.
    func begin(_ manner: Manner) { state.withLock { $0.manners.append(manner) } }

    func end(_ manner: Manner) { state.withLock { $0.manners.removeAll { $0 == manner } } }

    // MARK: Listening

    /// Listens (again).
    func open() throws {
        guard state.withLock({ $0.listener < 0 }) else { return }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard withLoopbackAddress(port: port, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 128) == 0 else {
            throw SoakError("the tracker cannot listen on port \(port): \(String(cString: strerror(errno)))")
        }
        state.withLock { $0.listener = descriptor }
        startThread { [weak self] in
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                guard let tracker = self else { break }
                startThread { tracker.serve(connection) }
            }
            Glibc.close(descriptor)
        }
    }

    /// Stops as a program does that finishes what it is at: what has been taken is also answered.
    func close() {
        state.withLock { state in
            if state.listener >= 0 { shutdown(state.listener, Int32(SHUT_RDWR)) }
            state.listener = -1
            // What has come already can still be read.
            state.connections.forEach { shutdown($0, Int32(SHUT_RD)) }
        }
    }

    // MARK: One connection

    private func serve(_ connection: Int32) {
        state.withLock { _ = $0.connections.insert(connection) }
        defer {
            state.withLock { _ = $0.connections.remove(connection) }
            Glibc.close(connection)
        }
        while let request = Self.readRequest(connection) {
            guard answer(request, connection) else { return }
        }
    }

    /// - Returns: Whether the connection may be kept.
    private func answer(_ request: String, _ connection: Int32) -> Bool {
        let item = Self.item(of: request)
        switch state.withLock({ $0.manners.randomElement() }) {
        case nil:
            return take(item, request, connection)
        case .slow:
            usleep(UInt32.random(in: 200_000...800_000))
            return take(item, request, connection)
        case .hang:
            while state.withLock({ $0.manners.contains(.hang) }) { usleep(20_000) }
            return false
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            return false
        case .status(let code, let wait):
            let header = wait.map { "Retry-After: \($0)\r\n" } ?? ""
            return Self.send("HTTP/1.1 \(code) X\r\n\(header)Content-Length: 4\r\n\r\nbad\n", connection)
        case .garbage:
            _ = Self.send("\u{0}\u{1}\u{2} this is no HTTP at all\r\n\r\n", connection)
            return false
        }
    }

    private func take(_ item: Int?, _ request: String, _ connection: Int32) -> Bool {
        state.withLock { state in
            state.seen.total += 1
            if let item { state.seen.taken[item, default: 0] += 1 } else { state.seen.foreign.append(request) }
        }
        return Self.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nOK\n", connection)
    }

    /// The number of the item that a request is about.
    private static func item(of request: String) -> Int? {
        guard let start = request.firstRange(of: "rft.artnum=oai%3Arepo.example%3A") else { return nil }
        return Int(request[start.upperBound...].prefix(while: \.isNumber))
    }

    /// Reads up to the empty line.
    private static func readRequest(_ connection: Int32) -> String? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !text.hasSuffix("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text.split(separator: "\r\n").first.map(String.init)
    }

    private static func send(_ text: String, _ connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}

/// What kept the soak from going on, in one line.
struct SoakError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
