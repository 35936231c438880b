import HTTPTypes
import Hummingbird
import Settings

/// Who may post lines: who knows the service's token; for a service without one the programs of this machine.
///
/// Others learn nothing, not even which services there are. Browsers may not post at all: a page of another site can make
/// them send a form to this machine.
struct IngestAccess: Sendable {
    private let services: ConsoleServices
    private let known: Set<String>
    /// Its own: who guesses tokens must not lock out those who log in.
    private let throttle = LoginThrottle()

    init(_ services: ConsoleServices) {
        self.services = services
        known = services.configuration.knownServices
    }

    /// Lets a request pass.
    /// - Throws: ``IngestProblem``.
    func check(_ request: Request, _ context: ConsoleContext, service: String) throws {
        guard request.headers[.secFetchSite] == nil, request.headers[.origin] == nil else {
            throw IngestProblem(.forbidden, "browsers may not post lines")
        }
        let token = services.configuration.services[service]?.ingestToken ?? ""
        if token.isEmpty, Self.isLocal(request, context) {
            guard known.contains(service) else {
                throw IngestProblem(.notFound, "there is no [service_\(service.prefix(100))]")
            }
            return
        }
        let given = request.headers[.authorization] ?? ""
        guard given.lowercased().hasPrefix("bearer ") else { throw Self.unauthorized }
        // Compared also where there is none: the time tells nobody which services have one.
        let isRight = PasswordHash.equal(Array(given.utf8.dropFirst("bearer ".utf8.count)), Array(token.utf8))
        guard isRight, !token.isEmpty else {
            // Tokens are too long to be guessed; who has the right one is not held up by others behind the same address.
            if let wait = throttle.wait(context.address, now: .now) {
                let seconds = Int((wait / .seconds(1)).rounded(.up))
                throw IngestProblem(.tooManyRequests, "too many wrong tokens; wait \(seconds) s", retryAfter: seconds)
            }
            throttle.failed(context.address, now: .now)
            try services.audit.note(
                who: "", address: context.address, action: "ingest", target: String(service.prefix(100)),
                result: "wrong token")
            throw Self.unauthorized
        }
        throttle.succeeded(context.address)
    }

    private static let unauthorized = IngestProblem(
        .unauthorized, "send Authorization: Bearer with the ingest_token of the service")

    /// Whether a program of this machine sends it, and no proxy that takes requests from others.
    private static func isLocal(_ request: Request, _ context: ConsoleContext) -> Bool {
        guard proxies.allSatisfy({ request.headers[$0] == nil }) else { return false }
        let address = context.address
        return address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
    }

    private static let proxies = [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via",
    ].compactMap { HTTPField.Name($0) }
}
