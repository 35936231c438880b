import Actions
import Dispatch
import FoundationEssentials
import Glibc

/// Sends one line to a worker of kind = actions, as any client does, and waits until it is kept.
enum ActionSender {
    /// What became of a line.
    enum Answer: Sendable, Equatable {
        /// It is in Redis.
        case kept
        /// The worker does not take it.
        case refused(String)
        /// The worker cannot be asked, or has not answered: the line may be kept yet.
        case silent(String)
    }

    /// How long an answer may take.
    private static let patience = 5_000

    /// Sends a line, which has no line end in it.
    static func send(_ line: String, to place: ActionPlace) async -> Answer {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: exchange(line, place)) }
        }
    }

    private static func exchange(_ line: String, _ place: ActionPlace) -> Answer {
        let who = "\(place.worker) at \(place.host):\(place.port)"
        guard let connection = connected(place) else {
            return .silent("\(who) does not answer: \(String(cString: strerror(errno)))")
        }
        defer { close(connection) }
        let text = Array("?quiet\r\n?ack\r\n\(line)\r\n".utf8)
        guard Glibc.send(connection, text, text.count, Int32(MSG_NOSIGNAL)) == text.count else {
            return .silent("\(who) does not take the line: \(String(cString: strerror(errno)))")
        }
        var reader = AnswerReader()
        let deadline = ContinuousClock.now + .milliseconds(patience)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let left = Int32(ContinuousClock.now.duration(to: deadline) / .milliseconds(1))
            var waiting = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&waiting, 1, left) > 0 else {
                return .silent("\(who) has not answered in \(patience / 1_000) s: the line may be kept yet")
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return .silent("\(who) has closed the connection") }
            if let answer = reader.answer(adding: buffer[..<count]) { return answer }
        }
    }

    private static func connected(_ place: ActionPlace) -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(place.host, String(place.port), &hints, &list) == 0, let info = list?.pointee else {
            return nil
        }
        defer { freeaddrinfo(list) }
        let made = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { return nil }
        var limit = timeval(tv_sec: patience / 1_000, tv_usec: 0)
        setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard connect(made, info.ai_addr, info.ai_addrlen) == 0 else {
            let reason = errno
            close(made)
            errno = reason
            return nil
        }
        return made
    }
}

/// Finds the answer to a line among the states that a worker sends.
struct AnswerReader {
    private struct Problem: Decodable {
        let error: String
    }

    private var received: [UInt8] = []

    /// Adds what came.
    /// - Returns: The answer; nil: it has not come yet.
    mutating func answer(adding bytes: some Sequence<UInt8>) -> ActionSender.Answer? {
        received += bytes
        while let end = received.firstIndex(of: UInt8(ascii: "\n")) {
            let line = received[..<end]
            defer { received.removeSubrange(...end) }
            if line.starts(with: Array("{\"ok\": ".utf8)) { return .kept }
            // A state's members are lists.
            if let problem = try? JSONDecoder().decode(Problem.self, from: Data(line)) {
                return .refused(problem.error)
            }
        }
        return nil
    }
}
