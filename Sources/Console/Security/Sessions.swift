import FoundationEssentials
import Glibc
import Synchronization

/// The people who are logged in, by the token in their cookie. Kept in a file of their own (0600), so that nobody has to log
/// in again because the console was restarted.
public final class Sessions: Sendable {
    /// One login.
    public struct Session: Codable, Sendable, Equatable {
        /// Who.
        public let name: String
        /// What they may do.
        public let role: Role
        /// What forms must send along, so that no other site can make the browser send them.
        public let csrf: String
        /// When it ends, in seconds since 1970.
        public let expires: Int
    }

    /// Seconds that a login lasts.
    public static let lifetime = 12 * 3600
    private static let most = 1_000

    private let file: String
    private let sessions: Mutex<[String: Session]>

    /// The sessions that a file holds; a file that cannot be read holds none.
    /// - Parameter users: Those who may log in now. Whom they do not name any more, or with another role, has no session.
    public init(file: String, users: Users) {
        self.file = file
        let contents = FileManager.default.contents(atPath: file)
        // A damaged file costs everybody a login, and no more.
        let kept = contents.flatMap { try? JSONDecoder().decode([String: Session].self, from: $0) } ?? [:]
        sessions = Mutex(kept.filter { users.role(of: $0.value.name) == $0.value.role })
    }

    /// Logs somebody in.
    /// - Returns: The token for the cookie.
    /// - Throws: ``ConsoleError`` when the file cannot be written.
    public func begin(_ identity: Identity, now: Int) throws -> (token: String, session: Session) {
        let token = RandomToken.make()
        let session = Session(
            name: identity.name, role: identity.role, csrf: RandomToken.make(), expires: now + Self.lifetime)
        try change { sessions in
            sessions = sessions.filter { $0.value.expires > now }
            if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.expires < $1.value.expires }) {
                sessions.removeValue(forKey: oldest.key)
            }
            sessions[token] = session
        }
        return (token, session)
    }

    /// The session of a token; nil when there is none or it has ended.
    public func session(_ token: String, now: Int) -> Session? {
        sessions.withLock { $0[token] }.flatMap { $0.expires > now ? $0 : nil }
    }

    /// Whether somebody is logged in with a token now.
    func isOpen(_ token: String) -> Bool { session(token, now: time(nil)) != nil }

    /// Logs somebody out.
    /// - Throws: ``ConsoleError`` when the file cannot be written.
    public func end(_ token: String) throws { try change { $0.removeValue(forKey: token) } }

    private func change(_ body: (inout [String: Session]) -> Void) throws {
        try sessions.withLock { sessions in
            body(&sessions)
            let data = try JSONEncoder().encode(sessions)
            let temporary = "\(file).new"
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw ConsoleError("\(temporary): \(String(cString: strerror(errno)))") }
            defer { close(descriptor) }
            let written = data.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written == data.count, rename(temporary, file) == 0 else {
                throw ConsoleError("\(file): \(String(cString: strerror(errno)))")
            }
        }
    }
}
