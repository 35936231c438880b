import Dispatch
import FoundationEssentials
import Hummingbird
import Synchronization

/// Checks names and passwords, off the threads that serve others: a hash takes its time.
///
/// One after the other: whoever tries many at once must wait after the first wrong ones as if it had tried them in turn, and
/// hashing never takes more than one processor.
struct PasswordCheck: Sendable {
    private let services: ConsoleServices
    private let turns = DispatchQueue(label: "passwords")
    /// Programs send name and password with every request: what was right stays right for a minute.
    private let known = Known()

    private final class Known: Sendable {
        let headers = Mutex<[String: (identity: Identity, until: ContinuousClock.Instant)]>([:])
    }

    init(_ services: ConsoleServices) { self.services = services }

    /// Who sends `Authorization: Basic …`.
    /// - Throws: 429 to who must wait, 401 to who is wrong.
    func identity(authorization: String, from address: String) async throws -> Identity {
        if let identity = knownIdentity(authorization) { return identity }
        guard authorization.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(authorization.dropFirst(6))),
            case let pair = String(decoding: data, as: UTF8.self), let colon = pair.firstIndex(of: ":")
        else { throw HTTPError(.badRequest, message: "Authorization: not Basic NAME:PASSWORD") }
        let (name, password) = (String(pair[..<colon]), String(pair[pair.index(after: colon)...]))
        let identity = try await inTurn {
            if let identity = knownIdentity(authorization) { return identity }
            let identity = try check(name: name, password: password, from: address)
            if let identity {
                known.headers.withLock { headers in
                    if headers.count >= 100 { headers.removeAll() }
                    headers[authorization] = (identity, .now + .seconds(60))
                }
            }
            return identity
        }
        guard let identity else {
            throw HTTPError(
                .unauthorized, headers: [.wwwAuthenticate: "Basic realm=\"loglines\""],
                message: "wrong name or password")
        }
        return identity
    }

    /// Who has a name and a password; nil when nobody has.
    /// - Throws: 429 to an address that must wait.
    func identity(name: String, password: String, from address: String) async throws -> Identity? {
        try await inTurn { try check(name: name, password: password, from: address) }
    }

    private func knownIdentity(_ authorization: String) -> Identity? {
        known.headers.withLock { $0[authorization] }.flatMap { ContinuousClock.now < $0.until ? $0.identity : nil }
    }

    private func inTurn(_ body: @escaping @Sendable () throws -> Identity?) async throws -> Identity? {
        try await withCheckedThrowingContinuation { continuation in
            turns.async { continuation.resume(with: Result { try body() }) }
        }
    }

    private func check(name: String, password: String, from address: String) throws -> Identity? {
        if let wait = services.throttle.wait(address, now: .now) {
            let seconds = Int((wait / .seconds(1)).rounded(.up))
            throw HTTPError(
                .tooManyRequests, headers: [.retryAfter: String(seconds)],
                message: "too many wrong passwords; wait \(seconds) s")
        }
        let identity = services.users.identity(name: name, password: password)
        // Who may only look would else buy guesses of the operator's password with logins of their own.
        if identity?.role == .operator { services.throttle.succeeded(address) }
        if identity == nil { services.throttle.failed(address, now: .now) }
        try services.audit.note(
            who: String(name.unicodeScalars.prefix(100)), address: address, action: "login", target: "",
            result: identity == nil ? "wrong name or password" : "done")
        return identity
    }
}
