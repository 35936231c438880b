import HTTPTypes
import Hummingbird

/// What goes wrong is a page to people; to programs it stays JSON.
struct ErrorPages: RouterMiddleware {
    typealias Context = ConsoleContext

    private let renderer: PageRenderer

    init(_ renderer: PageRenderer) { self.renderer = renderer }

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where Self.isForPeople(request) {
            let text = error.body ?? error.status.reasonPhrase
            let page = renderer.page(
                "error", title: "\(error.status.code)", ["text": text], context, status: error.status)
            var response = try error.response(from: request, context: context)
            for name in [HTTPField.Name.contentType, .contentLength] { response.headers[name] = page.headers[name] }
            response.body = page.body
            return response
        }
    }

    private static func isForPeople(_ request: Request) -> Bool {
        request.method == .get && request.headers[.accept]?.contains("text/html") == true
            && !["/api/", Gate.counter].contains { request.uri.path.hasPrefix($0) }
    }
}
