import Glibc
import Hummingbird

/// `/login` and `/logout`.
struct LoginRoutes: ConsoleRoutes {
    private struct Credentials: Decodable {
        let name: String
        let password: String
    }

    private let services: ConsoleServices
    private let renderer: PageRenderer
    private let passwords: PasswordCheck

    init(_ services: ConsoleServices, _ renderer: PageRenderer, _ passwords: PasswordCheck) {
        self.services = services
        self.renderer = renderer
        self.passwords = passwords
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/login") { _, context in
            context.identity == nil ? page(context) : .redirect(to: "/", type: .normal)
        }
        router.post("/login") { request, context in try await login(request, context) }
        router.post("/logout") { request, context in
            if let token = request.cookies[Gate.cookie]?.value { try services.sessions.end(token) }
            try services.audit.note(
                who: context.identity?.name ?? "", address: context.address, action: "logout", target: "",
                result: "done")
            var response = Response.redirect(to: "/login", type: .normal)
            response.setCookie(cookie("", seconds: 0))
            return response
        }
    }

    private func login(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        guard let given = try? URLEncodedFormDecoder().decode(Credentials.self, from: String(buffer: body)) else {
            throw HTTPError(.badRequest, message: "not a form of name and password")
        }
        do {
            guard
                let identity = try await passwords.identity(
                    name: given.name, password: given.password, from: context.address)
            else { return page(context, name: given.name, problem: "Wrong name or password", status: .unauthorized) }
            // Who logs in again leaves no session behind that somebody else may have.
            if let old = request.cookies[Gate.cookie]?.value { try services.sessions.end(old) }
            let (token, _) = try services.sessions.begin(identity, now: time(nil))
            var response = Response.redirect(to: "/", type: .normal)
            response.setCookie(cookie(token, seconds: Sessions.lifetime))
            return response
        } catch let error as HTTPError where error.status == .tooManyRequests {
            var response = page(context, name: given.name, problem: error.body ?? "", status: error.status)
            response.headers[.retryAfter] = error.headers[.retryAfter]
            return response
        }
    }

    private func cookie(_ token: String, seconds: Int) -> Cookie {
        Cookie(
            name: Gate.cookie, value: token, maxAge: seconds, path: "/", secure: services.isSecure, httpOnly: true,
            sameSite: .strict)
    }

    private func page(
        _ context: ConsoleContext, name: String = "", problem: String = "", status: HTTPResponse.Status = .ok
    ) -> Response {
        renderer.page("login", title: "Log in", ["name": name, "problem": problem], context, status: status)
    }
}
