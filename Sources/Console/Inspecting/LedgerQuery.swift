import Hummingbird
import Inspection
import Queues

/// Which part of the ledger is wanted, as an address has it: `service=repo.example&from=2024-06-15&view=days`.
struct LedgerQuery: Sendable {
    private struct Fields: Decodable {
        var service: String?
        var from: String?
        var to: String?
        var view: String?
        var redis: String?
    }

    /// The Redis, by its name in `redis =`; "": `[redis]`.
    var redis = ""
    /// Only this service; nil: all.
    var service: String?
    /// Only lines of this day and later.
    var from: LogDay?
    /// Only lines of this day and before.
    var to: LogDay?
    /// Whether the days are shown one by one.
    var showsDays = false

    /// Everything.
    init() {}

    /// Reads an address's query.
    /// - Throws: 400, which names the field.
    init(_ query: String) throws {
        let fields: Fields
        do {
            fields = try URLEncodedFormDecoder().decode(Fields.self, from: query)
        } catch {
            throw HTTPError(.badRequest, message: "the address is not of the fields of this page")
        }
        redis = fields.redis ?? ""
        service = fields.service.flatMap { $0.isEmpty ? nil : $0 }
        from = try Self.day(fields.from, "from")
        to = try Self.day(fields.to, "to")
        showsDays = fields.view == "days"
        if let from, let to, from > to {
            throw HTTPError(.badRequest, message: "from: \(from) is later than \(to)")
        }
    }

    private static func day(_ text: String?, _ field: String) throws -> LogDay? {
        guard let text, !text.isEmpty else { return nil }
        guard let day = LogDay(text) else {
            throw HTTPError(.badRequest, message: "\(field): '\(text)' is no day such as 2024-06-15")
        }
        return day
    }

    /// The query that says the same, for links and for the live channel.
    var text: String {
        QueryText.of([
            ("service", service), ("from", from?.description), ("to", to?.description),
            ("view", showsDays ? "days" : nil), ("redis", redis),
        ])
    }

    /// The part of the counters.
    func report(_ snapshot: LedgerSnapshot) -> LedgerReport {
        LedgerReport(snapshot, service: service, from: from, to: to)
    }
}
