import Hummingbird
import Mending
import Queues

/// Which messages a page or a program wants to see: `?kind=failed&search=timeout&from=100`.
struct MessageQuery: Sendable {
    /// The most messages of one page.
    static let most = 1_000

    let redis: String
    let place: MessagePlace
    let filter: MessageFilter
    let from: Int
    let count: Int

    /// Reads a request's address.
    /// - Throws: 400 when something in it is not understood.
    init(_ request: Request, _ context: ConsoleContext) throws {
        let queries = request.uri.queryParameters
        func text(_ name: Substring) -> String? { queries[name].map(String.init).flatMap { $0.isEmpty ? nil : $0 } }
        func number(_ name: Substring) throws -> Int? {
            guard let text = text(name) else { return nil }
            guard let number = Int(text), number >= 0 else {
                throw HTTPError(.badRequest, message: "\(name): is no number")
            }
            return number
        }
        redis = text("redis") ?? ""
        do {
            place = try MessagePlace(named: try context.step("queue"), try MessagePlace.Kind.named(text("kind")))
        } catch let error as MendingError {
            throw HTTPError(.badRequest, message: error.description)
        }
        filter = MessageFilter(search: text("search"), reason: text("reason"), group: text("group"))
        from = try number("from") ?? 0
        count = min(Self.most, max(1, try number("count") ?? 100))
    }
}
