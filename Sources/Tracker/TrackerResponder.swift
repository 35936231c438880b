import FoundationEssentials
import Glibc
import Hummingbird
import NIOCore
import ServiceLifecycle
import TrackerProtocol

/// What a request is known by: its connection, which a failure may break.
struct TrackerContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

/// Answers requests: on any path an OpenURL is checked, under `/-/` the tracker tells of itself. No tracker's base URL
/// has such a path, so the two cannot meet.
struct TrackerResponder: HTTPResponder {
    let options: TrackerOptions
    let journal: TrackerJournal

    func respond(to request: Request, context: TrackerContext) async throws -> Response {
        let target = request.head.path ?? "/"
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.utf8.endIndex
        let path = String(target[..<mark])
        let query = Array(target.utf8[mark...].dropFirst())
        let response =
            path.hasPrefix("/-/")
            ? try inspection(path: path, query: query, method: request.method)
            : try await tracking(path: path, query: query, method: request.method, context: context)
        return request.method == .head ? response.createHeadResponse() : response
    }

    // MARK: OpenURLs

    private func tracking(
        path: String, query: [UInt8], method: HTTPRequest.Method, context: TrackerContext
    ) async throws -> Response {
        guard method == .get || method == .head else { return refusedMethod(allowed: "GET, HEAD") }
        if let failure = journal.drawFailure() { return try await fail(failure, context: context) }
        if options.delay > .zero { try await Task.sleep(for: options.delay) }
        let check = OpenURLCheck(query: query, version: options.version)
        do {
            try journal.record(path: path, query: query, check: check)
        } catch let error as TrackerError {
            return text(.internalServerError, "\(error)\n")
        }
        guard check.problems.isEmpty else {
            return text(.badRequest, check.problems.map { "\($0)\n" }.joined())
        }
        return text(.ok, "OK\n")
    }

    private func fail(_ kind: FailureRule.Kind, context: TrackerContext) async throws -> Response {
        switch kind {
        case .status(let code, let retryAfter):
            var response = text(HTTPResponse.Status(code: code), "failing on purpose with \(code)\n")
            response.headers[.retryAfter] = retryAfter.map { String($0) }
            return response
        case .hang:
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(86_400)) }
            return text(.serviceUnavailable, "the tracker stops\n")
        case .reset:
            // To linger for no time makes the kernel send a reset instead of a proper end.
            let socket = context.channel as? any SocketOptionProvider
            try await socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
            try await context.channel.close()
            return Response(status: .internalServerError)
        }
    }

    // MARK: The tracker itself

    private func inspection(path: String, query: [UInt8], method: HTTPRequest.Method) throws -> Response {
        let isReading = method == .get || method == .head
        switch path {
        case "/-/status":
            return isReading ? try json(journal.counts) : refusedMethod(allowed: "GET, HEAD")
        case "/-/events":
            guard isReading else { return refusedMethod(allowed: "GET, HEAD") }
            let asked = query.isEmpty ? "n=20" : String(decoding: query, as: UTF8.self)
            guard asked.hasPrefix("n="), let count = Int(asked.dropFirst(2)) else {
                return text(.badRequest, "n: not a number\n")
            }
            return try json(journal.last(count))
        case "/-/reset":
            guard method == .post else { return refusedMethod(allowed: "POST") }
            journal.reset()
            return text(.ok, "OK\n")
        default:
            return text(.notFound, "no such page; there are /-/status, /-/events?n=20 and /-/reset (POST)\n")
        }
    }

    private func json(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var buffer = ByteBuffer(bytes: try encoder.encode(value))
        buffer.writeStaticString("\n")
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: buffer))
    }

    private func refusedMethod(allowed: String) -> Response {
        var response = text(.methodNotAllowed, "allowed here: \(allowed)\n")
        response.headers[.allow] = allowed
        return response
    }

    private func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
