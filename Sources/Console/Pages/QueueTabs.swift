import Mending
import PluginAPI
import Queues

/// The tabs of a queue's page.
struct QueueTabs {
    let redis: String
    let queue: String
    /// What is looked at.
    let kind: MessagePlace.Kind

    /// What the page listens to.
    var topic: String {
        QueuePage.topic
            + [redis, queue, kind.rawValue].map(PercentEncoding.encoded).joined(separator: "/")
    }

    /// The queue as a step of an address.
    var step: String { PercentEncoding.encoded(queue) }

    /// Where the page of some messages is.
    func address(_ kind: MessagePlace.Kind, _ queries: [(String, String?)] = []) -> String {
        "/queues/\(step)?\(Self.query([("redis", redis), ("kind", kind.rawValue)] + queries))"
    }

    /// Where the page of one message is.
    func address(of message: MessageReference) -> String {
        "/queues/\(step)/messages/\(message)?\(Self.query([("redis", redis), ("kind", kind.rawValue)]))"
    }

    /// Where all messages of this kind are had.
    func download(_ queries: [(String, String?)]) -> String {
        let all = [("redis", redis), ("kind", kind.rawValue), ("format", "jsonl")] + queries
        return "/api/v1/queues/\(step)/messages?\(Self.query(all))"
    }

    private static func query(_ queries: [(String, String?)]) -> String {
        queries.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\(name)=\(PercentEncoding.encoded($0))" }
        }.joined(separator: "&")
    }

    /// What the template names.
    func values(_ snapshot: ConsoleSnapshot) -> [String: Any] {
        let status = snapshot.queues.first { $0.redis == redis && $0.name == queue }
        return [
            "tabs": MessagePlace.Kind.allCases.map { kind in
                let count = status?.count(kind) ?? 0
                return [
                    "name": kind.title, "address": address(kind), "current": kind == self.kind,
                    "count": Figure.count(count), "bad": kind == .failed && count > 0,
                ] as [String: Any]
            },
            "facts": status.map { facts($0, snapshot.time) } ?? [],
        ]
    }

    private func facts(_ status: ConsoleSnapshot.QueueStatus, _ time: Int) -> [String] {
        [
            status.headAge.map { "The next to be taken has waited for at least \(Figure.duration($0))." },
            status.claimAge.map { "The oldest in flight was taken \(Figure.duration($0)) ago." },
            status.drainWords.isEmpty
                ? nil : status.drain > 0 ? "It drains by \(status.drainWords)." : "It grows by \(status.drainWords).",
            status.secondsToEmpty.map { "It is empty in \(Figure.duration($0)) if this goes on." },
            status.due(at: time).map { "The next retry is \($0)." },
            status.spilled > 0 ? "\(Figure.count(status.spilled)) more wait on disk." : nil,
        ].compactMap(\.self)
    }
}

extension MessagePlace.Kind {
    /// What the tab is called.
    var title: String {
        switch self {
        case .waiting: "Waiting"
        case .inFlight: "In flight"
        case .retry: "Retry"
        case .failed: "Failed"
        }
    }
}

extension ConsoleSnapshot.QueueStatus {
    /// How many messages of a kind it has.
    func count(_ kind: MessagePlace.Kind) -> Int {
        switch kind {
        case .waiting: depth
        case .inFlight: inFlight
        case .retry: retry
        case .failed: failed
        }
    }
}
