import Glibc
import HTTPTypes
import Hummingbird
import SupervisorClient

/// `/logtail/NAME`, `/logtail/NAME/stderr` and `/mainlogtail`: a log as it grows, for `supervisorctl tail -f`.
struct LogTailRoutes: ConsoleRoutes {
    /// How often is looked whether something was added.
    private static let interval = Duration.milliseconds(200)

    private let services: ConsoleServices

    init(_ services: ConsoleServices) { self.services = services }

    func add(to router: Router<ConsoleContext>) {
        router.get("/logtail/{name}") { try await follow("stdout", $0, $1) }
        router.get("/logtail/{name}/{channel}") { try await follow($1.parameters.require("channel"), $0, $1) }
        router.get("/mainlogtail") { request, _ in
            guard let path = try await SupervisorCalls(services.supervisor).about().logfile, access(path, R_OK) == 0
            else {
                throw HTTPError(.notFound, message: "the supervisor keeps no log")
            }
            return follow(path, request)
        }
    }

    private func follow(_ channel: String, _ request: Request, _ context: ConsoleContext) async throws -> Response {
        let name = try context.step("name")
        let processes = try await SupervisorCalls(services.supervisor).ask(.status).processes
        let found = ProcessName(name).processes(of: processes) ?? []
        guard found.count == 1, let process = found.first else {
            throw HTTPError(.notFound, message: "there is no process of this name")
        }
        let path = LogChannel(rawValue: channel).flatMap(process.file)
        // The file begins with the first line.
        guard let path, process.start > 0 || access(path, R_OK) == 0 else {
            throw HTTPError(.notFound, message: "there is no such log")
        }
        return follow(path, request)
    }

    private func follow(_ path: String, _ request: Request) -> Response {
        let body = ResponseBody { writer in
            // A client that goes away ends this, also while nothing is added.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                var log = FollowedLog(path: path)
                while true {
                    let bytes = log.next()
                    if bytes.isEmpty {
                        try await Task.sleep(for: Self.interval)
                    } else {
                        try await writer.write(ByteBuffer(bytes: bytes))
                    }
                }
            }
            try await writer.finish(nil)
        }
        var headers: HTTPFields = [.contentType: "text/plain;charset=utf-8"]
        // Proxies are to hand on each piece as it comes.
        if let buffering = HTTPField.Name("X-Accel-Buffering") { headers[buffering] = "no" }
        return Response(status: .ok, headers: headers, body: body)
    }
}
