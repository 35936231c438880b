import HTTPTypes
import Hummingbird

/// Tells browsers what a page of ours may do: run our own scripts, talk to us, and be in nobody's frame.
/// What goes wrong is a page to people, and JSON to programs.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ConsoleContext

    private let renderer: PageRenderer

    init(_ renderer: PageRenderer) { self.renderer = renderer }

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
            if Self.isForPeople(request), let error = error as? HTTPError {
                let page = renderer.page(
                    "error", title: "\(error.status.code)", ["text": error.body ?? error.status.reasonPhrase], context,
                    status: error.status)
                response.headers[.contentType] = page.headers[.contentType]
                response.headers[.contentLength] = page.headers[.contentLength]
                response.body = page.body
            }
        }
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }

    private static func isForPeople(_ request: Request) -> Bool {
        request.method == .get && request.headers[.accept]?.contains("text/html") == true
            && !request.uri.path.hasPrefix("/api/")
    }
}
