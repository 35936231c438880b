import FoundationEssentials
import Glibc

/// Asks the supervisor of a directory.
public struct ControlClient: Sendable {
    private let directory: RunDirectory
    private let home: String

    /// - Parameter directory: That of `loglines.cfg`.
    public init(directory: String) {
        home = directory
        self.directory = RunDirectory(home: directory)
    }

    /// Sends a request and hands on each answer as it comes.
    /// - Parameter answer: Gets everything but ``ControlReply/end(ok:)``.
    /// - Returns: Whether everything was done.
    /// - Throws: ``SupervisorError`` when no supervisor answers.
    public func ask(_ request: ControlRequest, _ answer: (ControlReply) -> Void) throws -> Bool {
        var result = false
        try exchange(request) { reply in
            if case .end(let ok) = reply {
                result = ok
                return false
            }
            answer(reply)
            return true
        }
        return result
    }

    /// Hears of the processes now, and of every change from now on.
    /// - Parameter heard: Gets all processes each time; returns whether it wants more.
    /// - Throws: ``SupervisorError`` when no supervisor answers, and when it goes away.
    public func watch(_ heard: ([ProcessReport]) -> Bool) throws {
        try exchange(ControlRequest(.watch)) { reply in
            switch reply {
            case .processes(let all): heard(all)
            case .end: false
            case .outcome, .changes, .supervisor, .refused: true
            }
        }
    }

    /// - Parameter answer: Gets each reply; returns whether more are wanted.
    private func exchange(_ request: ControlRequest, _ answer: (ControlReply) -> Bool) throws {
        let descriptor = UnixSocket.connect(folder: directory.path, name: RunDirectory.socketName)
        guard descriptor >= 0 else { throw unreachable(-descriptor) }
        defer { close(descriptor) }
        var line = try JSONEncoder().encode(request)
        line.append(UInt8(ascii: "\n"))
        try send(line, on: descriptor)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            while let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let reply = try JSONDecoder().decode(ControlReply.self, from: Data(received[..<end]))
                received.removeSubrange(...end)
                guard answer(reply) else { return }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SupervisorError("the supervisor went away before it had answered") }
            received += buffer[..<count]
        }
    }

    /// The processes that names stand for; no names: all.
    /// - Returns: The processes, and the names that stand for none.
    /// - Throws: ``SupervisorError`` when no supervisor answers.
    public func status(_ names: [String] = []) throws -> (processes: [ProcessReport], unknown: [String]) {
        var processes: [ProcessReport] = []
        var unknown: [String] = []
        _ = try ask(ControlRequest(.status, names: names)) { reply in
            switch reply {
            case .processes(let found): processes += found
            case .outcome(let outcome): unknown.append(outcome.name)
            case .refused, .end, .changes, .supervisor: break
            }
        }
        return (processes, unknown)
    }

    /// What the supervisor says of itself; nil: nothing.
    /// - Throws: ``SupervisorError`` when no supervisor answers.
    public func about() throws -> SupervisorReport? {
        var report: SupervisorReport?
        _ = try ask(ControlRequest(.about)) { if case .supervisor(let said) = $0 { report = said } }
        return report
    }

    private func send(_ line: Data, on descriptor: Int32) throws {
        var rest = [UInt8](line)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SupervisorError("the supervisor does not listen: \(errorText(errno))") }
            rest = rest.dropFirst(count)
        }
    }

    private func unreachable(_ code: Int32) -> SupervisorError {
        switch code {
        case ENOENT, ECONNREFUSED, ENOTDIR:
            SupervisorError("no supervisor is running in \(home) (start one: loglines supervisor --directory \(home))")
        default:
            SupervisorError("the supervisor in \(home) cannot be asked: \(errorText(code))")
        }
    }
}
