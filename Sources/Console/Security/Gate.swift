import FoundationEssentials
import Glibc
import HTTPTypes
import Hummingbird
import Synchronization

/// Lets nobody in who has not logged in, and nothing be changed that another site has made the browser ask for.
///
/// People have a session, in a cookie that no other site's request carries (SameSite) and no script reads; programs send
/// basic auth. A request that may change something must come from our own pages: its `Sec-Fetch-Site` or `Origin`, where
/// it has one, must say so, and with a cookie it must carry the session's CSRF token.
struct Gate: RouterMiddleware {
    typealias Context = ConsoleContext

    /// The cookie of a session.
    static let cookie = "loglines_session"

    /// What anybody may ask for.
    private static let open: Set = ["/login", "/health"]
    private static let openFolders = ["/static/", ingest, counter]
    /// Here programs post lines, with tokens of their own.
    static let ingest = "/ingest/"
    /// Here programs fetch COUNTER reports, with keys of their own.
    static let counter = "/r51/"

    private let services: ConsoleServices
    private let passwords: PasswordCheck

    init(_ services: ConsoleServices, _ passwords: PasswordCheck) {
        self.services = services
        self.passwords = passwords
    }

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        // The first Host has become the authority; where there is another, two servers might not agree which one counts.
        guard request.headers[.host] == nil else { throw HTTPError(.badRequest, message: "more than one Host") }
        guard services.hosts.isOurs(request.head.authority ?? "") else {
            throw HTTPError(.misdirectedRequest, message: "the console has no such name (hosts = in its section)")
        }
        var (request, context) = (request, context)
        let path = request.uri.path
        let hasOwnKeys = path.hasPrefix(Self.ingest) || path.hasPrefix(Self.counter)
        let isOpen = Self.open.contains(path) || Self.openFolders.contains { path.hasPrefix($0) }
        let changes = request.method != .get && request.method != .head
        if changes, !Self.isOurs(request) {
            throw HTTPError(.forbidden, message: "the request comes from another site")
        }
        if let token = request.cookies[Self.cookie]?.value,
            let session = services.sessions.session(token, now: time(nil))
        {
            context.session = session
            context.identity = Identity(name: session.name, role: session.role)
            if changes, !isOpen { try await Self.check(session, &request, context) }
        } else if let given = request.headers[.authorization], !hasOwnKeys {
            context.identity = try await passwords.identity(authorization: given, from: context.address)
        }
        if context.identity == nil, !isOpen { return try Self.loginNeeded(request) }
        return try await next(request, context)
    }

    /// Whether nothing says that another site sent it. Programs say nothing.
    private static func isOurs(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority, let slashes = origin.firstRange(of: "://") else { return false }
        return origin[slashes.upperBound...] == authority
    }

    /// Scripts send the token in a header, forms in a field.
    private static func check(_ session: Sessions.Session, _ request: inout Request, _ context: ConsoleContext)
        async throws
    {
        var sent = request.headers[.csrfToken]
        if sent == nil {
            let body = try await request.collectBody(upTo: context.maxUploadSize)
            sent = try? URLEncodedFormDecoder().decode(FormToken.self, from: String(buffer: body)).csrf
        }
        guard let sent, PasswordHash.equal(Array(sent.utf8), Array(session.csrf.utf8)) else {
            throw HTTPError(.forbidden, message: "the page is too old; load it again")
        }
    }

    private struct FormToken: Decodable {
        let csrf: String
    }

    private static func loginNeeded(_ request: Request) throws -> Response {
        if request.method == .get, request.headers[.accept]?.contains("text/html") == true {
            return .redirect(to: "/login", type: .found)
        }
        // A browser would ask for the password itself, amid a page whose login has ended.
        let isScript = request.headers[.csrfToken] != nil
        let headers: HTTPFields = isScript ? [:] : [.wwwAuthenticate: "Basic realm=\"loglines\""]
        throw HTTPError(.unauthorized, headers: headers, message: "log in first")
    }
}

extension HTTPField.Name {
    /// What scripts send a session's CSRF token in.
    static let csrfToken = HTTPField.Name("X-CSRF-Token") ?? .authorization
    static let host = HTTPField.Name("Host") ?? .authorization
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .authorization
}
