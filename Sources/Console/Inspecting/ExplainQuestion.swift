import FoundationEssentials
import Hummingbird
import Inspection
import Settings

/// Which line is to be explained: one of its text, its message's id, and `FILE:NUMBER`.
struct ExplainQuestion: Decodable, Sendable {
    /// The line.
    var line: String?
    /// The id of its message.
    var id: String?
    /// `FILE:NUMBER`.
    var file: String?
    /// The service that it belongs to; nil or empty: the one that is clear.
    var service: String?
    /// The Redis, by its name in `redis =`; nil or empty: `[redis]`.
    var redis: String?

    /// Whether anything is asked.
    var isEmpty: Bool { given.isEmpty }

    private var given: [String] { [line, id, file].compactMap(\.self).filter { !$0.isEmpty } }

}

extension ExplainQuestion {
    /// The question of a request: its query's, or of a POST its body's.
    /// - Throws: 400.
    init(_ request: Request, _ context: ConsoleContext) async throws {
        do {
            if request.method == .get {
                self = try URLEncodedFormDecoder().decode(Self.self, from: request.uri.query ?? "")
            } else {
                let body = try await request.body.collect(upTo: context.maxUploadSize)
                let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
                self =
                    isForm
                    ? try URLEncodedFormDecoder().decode(Self.self, from: String(buffer: body))
                    : try JSONDecoder().decode(Self.self, from: Data(body.readableBytesView))
            }
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            throw HTTPError(
                .badRequest, message: "the body is neither JSON nor a form of line, id, file, service, redis")
        }
    }

    /// Explains it; reads files, and asks Redis.
    /// - Throws: 400, `LineNotFound`, `NoLogOfOurs`, `RedisError`.
    func answer(_ configuration: Configuration) throws -> Explanation {
        guard given.count == 1 else {
            throw HTTPError(.badRequest, message: "give one of a line, an id and FILE:NUMBER")
        }
        let redis = redis ?? ""
        let places = MessagePlaces(configuration, redis: redis)
        let finder = LineFinder(configuration, service: service.flatMap { $0.isEmpty ? nil : $0 }, places)
        let subject: SubjectLine
        if let line, !line.isEmpty {
            // What is pasted may bring its line end along.
            let end = line.utf8.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            subject = try finder.line(end.map { Array(line.utf8[...$0]) } ?? [])
        } else if let id, !id.isEmpty {
            subject = try finder.message(id: id)
        } else if let place = FileLine(file ?? "") {
            subject = try finder.line(inOurs: place)
        } else {
            throw HTTPError(.badRequest, message: "file: '\(file ?? "")' is not FILE:NUMBER")
        }
        return try Explanation(of: subject, configuration, redis: redis, places)
    }
}

extension ExplainQuestion {
    /// The address that asks the same; nil for a pasted line, which is no part of an address, and for what is no question.
    var link: String? {
        guard (line ?? "").isEmpty, (id ?? "").isEmpty != (file ?? "").isEmpty else { return nil }
        return "/explain?" + QueryText.of([("id", id), ("file", file), ("service", service), ("redis", redis)])
    }
}

extension HTTPError {
    /// What is answered to a question that Inspection could not answer.
    init(inspecting error: any Error) {
        switch error {
        case let error as HTTPError: self = error
        case let error as LineNotFound: self.init(.notFound, message: error.description)
        case let error as NoLogOfOurs: self.init(.forbidden, message: error.description)
        default: self.init(.serviceUnavailable, message: "\(error)")
        }
    }
}
