import FoundationEssentials
import Hummingbird
import Mending
import Queues

/// What a call may say in its body, as JSON or as a form.
struct QueueWishes: Decodable, Sendable {
    /// The Redis, by its name in `redis =`.
    var redis: String?
    /// Which messages of the queue: `waiting`, `retry`, `failed`.
    var kind: String?
    /// These, by their references.
    var messages: [String]?
    /// Those that have this text in them or in the reason.
    var search: String?
    /// Those of this group of failures.
    var group: String?
    /// Those whose reason has this text in it.
    var reason: String?
    /// At most so many, the oldest first.
    var count: Int?
    /// `move`: the queue that gets them.
    var target: String?
    /// `purge`: the queue's name once more, so that nobody empties one by a slip.
    var confirm: String?
    /// What a page's form says where it is about chosen messages, so that choosing none is not choosing all.
    var chosen: String?

    private init() {}

    /// Reads a request's body.
    /// - Throws: 400 when it is something else.
    init(_ request: Request, _ context: ConsoleContext) async throws {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        guard body.readableBytes > 0 else {
            self = QueueWishes()
            return
        }
        do {
            if request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true {
                self = try URLEncodedFormDecoder().decode(QueueWishes.self, from: String(buffer: body))
            } else {
                self = try JSONDecoder().decode(QueueWishes.self, from: Data(body.readableBytesView))
            }
        } catch {
            throw HTTPError(.badRequest, message: "the body is neither JSON nor a form of the fields of this call")
        }
    }

    /// The kind that is said; nil: none.
    /// - Throws: 400 when there is no such kind.
    var kindMeant: MessagePlace.Kind? {
        get throws { try MessagePlace.Kind.named(kind) }
    }

    /// Which messages.
    /// - Throws: `MendingError` when that is not understood; 400 when none were chosen where some should have been.
    func choice() throws -> QueueMending.Choice {
        if let messages { return .these(try messages.map { try MessageReference($0) }) }
        if chosen != nil { throw HTTPError(.badRequest, message: "Choose messages first") }
        func text(_ text: String?) -> String? { text == "" ? nil : text }
        let filter = MessageFilter(search: text(search), reason: text(reason), group: text(group))
        return .matching(filter, atMost: count ?? .max)
    }

    /// The choice, for the audit log.
    var scope: String {
        if let messages { return "(\(messages.count) chosen)" }
        return [("search", search), ("group", group), ("reason", reason)].compactMap { name, text in
            text.flatMap { $0.isEmpty ? nil : "\(name) '\($0)'" }
        }.joined(separator: " ")
    }
}

extension MessagePlace.Kind {
    /// The kind of a name; nil: none is said.
    /// - Throws: 400 when there is no such kind.
    static func named(_ name: String?) throws -> Self? {
        guard let name, !name.isEmpty else { return nil }
        guard let kind = Self(rawValue: name) else {
            let all = allCases.map(\.rawValue).joined(separator: ", ")
            throw HTTPError(.badRequest, message: "kind: there are \(all)")
        }
        return kind
    }
}
