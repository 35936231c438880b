import HTTPTypes
import Hummingbird
import Inspection
import Mending
import Queues

/// `GET /api/v1/queues/QUEUE/messages`: a page of messages, or with `format=jsonl` all of them as they are read.
/// `GET /api/v1/queues/QUEUE/messages/REFERENCE`: one message decoded.
/// `GET /api/v1/queues/QUEUE/failures`: why messages were given up.
struct MessageRoutes: ConsoleRoutes {
    private let services: ConsoleServices
    private let desk: InspectionDesk

    init(_ services: ConsoleServices, _ desk: InspectionDesk) {
        self.services = services
        self.desk = desk
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("/api/v1/queues/{queue}/messages") { request, context -> Response in
            let query = try MessageQuery(request, context)
            if request.uri.queryParameters["format"] == "jsonl" { return try await download(query) }
            let json = try await QueueCall.run(query.redis, services) { call in
                try MessageListing(query.place, query.filter, from: query.from, query.count, call.connection).json(
                    query)
            }
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
        }
        router.get("/api/v1/queues/{queue}/messages/{reference}") { request, context -> Response in
            let query = try MessageQuery(request, context)
            let reference = try context.step("reference")
            let looked = try await LookedInto.find(reference, query, services, try await desk.configuration()) {
                "\($0.decoded.json.line)\n"
            }
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: looked)))
        }
        router.get("/api/v1/queues/{queue}/failures") { request, context in
            let query = try MessageQuery(request, context)
            return try Response.json(try await FailureSummary.make(query, services))
        }
    }

    /// Reads on only when the client has taken what was read before.
    private func download(_ query: MessageQuery) async throws -> Response {
        let services = services
        let name = query.place.queue.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }
        // What is wrong with the call is said with a status while there is still one to say.
        let first = try await Self.portion(MessageCursor(query.place), query, services)
        let body = ResponseBody { writer in
            var portion = first
            while !portion.isLast {
                if !portion.lines.isEmpty { try await writer.write(ByteBuffer(bytes: portion.lines)) }
                portion = try await Self.portion(portion.cursor, query, services)
            }
            try await writer.finish(nil)
        }
        let file = "\(String(name))-\(query.place.kind.rawValue).jsonl"
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/jsonl", .contentDisposition: "attachment; filename=\"\(file)\"",
            ], body: body)
    }

    private struct Portion: Sendable {
        let cursor: MessageCursor
        let lines: [UInt8]
        let isLast: Bool
    }

    private static func portion(
        _ cursor: MessageCursor, _ query: MessageQuery, _ services: ConsoleServices
    ) async throws -> Portion {
        try await QueueCall.run(query.redis, services) { call in
            var cursor = cursor
            let messages = try cursor.next(MessageReader(call.connection))
            cursor.keep(messages)
            var lines: [UInt8] = []
            for message in messages where query.filter.isMet(by: message) {
                MessageJSON.append(message, to: &lines)
                lines.append(UInt8(ascii: "\n"))
            }
            return Portion(cursor: cursor, lines: lines, isLast: messages.isEmpty)
        }
    }
}
