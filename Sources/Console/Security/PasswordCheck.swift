import Dispatch
import FoundationEssentials
import Hummingbird
import Synchronization

/// Checks names and passwords, one address after the other slowed down when it guesses, off the threads that serve others:
/// a hash takes its time.
struct PasswordCheck: Sendable {
    private let services: ConsoleServices
    /// Programs send name and password with every request: what was right stays right for a minute.
    private let known = Known()

    private final class Known: Sendable {
        let headers = Mutex<[String: (identity: Identity, until: ContinuousClock.Instant)]>([:])
    }

    init(_ services: ConsoleServices) { self.services = services }

    /// Who sends `Authorization: Basic …`.
    /// - Throws: 429 to who must wait, 401 to who is wrong.
    func identity(authorization: String, from address: String) async throws -> Identity {
        let now = ContinuousClock.now
        if let found = known.headers.withLock({ $0[authorization] }), now < found.until { return found.identity }
        guard authorization.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(authorization.dropFirst(6))),
            case let pair = String(decoding: data, as: UTF8.self), let colon = pair.firstIndex(of: ":")
        else { throw HTTPError(.badRequest, message: "Authorization: not Basic NAME:PASSWORD") }
        let (name, password) = (String(pair[..<colon]), String(pair[pair.index(after: colon)...]))
        guard let identity = try await identity(name: name, password: password, from: address) else {
            throw HTTPError(
                .unauthorized, headers: [.wwwAuthenticate: "Basic realm=\"loglines\""],
                message: "wrong name or password")
        }
        known.headers.withLock { headers in
            if headers.count >= 100 { headers.removeAll() }
            headers[authorization] = (identity, now + .seconds(60))
        }
        return identity
    }

    /// Who has a name and a password; nil when nobody has.
    /// - Throws: 429 to an address that must wait.
    func identity(name: String, password: String, from address: String) async throws -> Identity? {
        if let wait = services.throttle.wait(address, now: .now) {
            let seconds = Int((wait / .seconds(1)).rounded(.up))
            throw HTTPError(
                .tooManyRequests, headers: [.retryAfter: String(seconds)],
                message: "too many wrong passwords; wait \(seconds) s")
        }
        let users = services.users
        let identity = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: users.identity(name: name, password: password))
            }
        }
        if identity == nil {
            services.throttle.failed(address, now: .now)
        } else {
            services.throttle.succeeded(address)
        }
        try services.audit.note(
            who: String(name.prefix(100)), address: address, action: "login", target: "",
            result: identity == nil ? "wrong name or password" : "done")
        return identity
    }
}
