import Mending
import Queues
import Telemetry

/// A queue's page in the words of its template.
struct QueueView {
    private let query: MessageQuery
    private let snapshot: ConsoleSnapshot
    private let tabs: QueueTabs

    init(_ query: MessageQuery, _ snapshot: ConsoleSnapshot) {
        self.query = query
        self.snapshot = snapshot
        tabs = QueueTabs(redis: query.redis, queue: query.place.queue, kind: query.place.kind)
    }

    private var kind: MessagePlace.Kind { query.place.kind }
    private var filters: [(String, String?)] { [("search", query.filter.search), ("group", query.filter.group)] }
    private var name: String { query.place.queue.escapingControls }

    /// What the template names.
    func page(_ contents: QueueContents) -> [String: Any] {
        let listing = contents.listing
        let isFiltered = !query.filter.isEmpty
        let all = isFiltered ? "all that are found, on this page or not" : "all \(Figure.count(listing.total))"
        var values = tabs.values(snapshot)
        values.merge([
            "queue": name, "redis": query.redis, "kind": kind.rawValue, "topic": tabs.topic,
            "address": "/queues/\(tabs.step)",
            "api": "/api/v1/queues/\(tabs.step)",
            "search": query.filter.search ?? "", "group": query.filter.group ?? "", "filtered": isFiltered,
            "unfiltered": tabs.address(kind), "download": tabs.download(filters), "messagesTitle": title(listing),
            "looked": looked(listing), "canRetry": kind == .retry || kind == .failed,
            "rows": rows(contents), "groups": groups(contents.failures), "workers": holders(contents),
            "first": query.from > 0 ? tabs.address(kind, filters) : "",
            "next": listing.next.map { tabs.address(kind, filters + [("from", "\($0)")]) } ?? "",
            "nextWords": isFiltered ? "Look on from there" : "The next \(query.count)",
            "allTitle": isFiltered ? "All that are found" : "All messages of this kind",
            "retryQuestion": "Try again \(all)?", "moveQuestion": "Move \(all)?",
            "deleteQuestion": "Delete \(all) of \(name) for good?",
            "names": snapshot.queues.filter { $0.redis == query.redis && $0.name != query.place.queue }.map(\.name),
        ]) { $1 }
        return values
    }

    private func title(_ listing: MessageListing) -> String {
        switch kind {
        case .waiting: "Waiting, the next to be taken first"
        case .inFlight: "In flight"
        case .retry: "Waiting for another try, the next due first"
        case .failed: "Given up, the oldest first"
        }
    }

    /// How much of all this is.
    private func looked(_ listing: MessageListing) -> String {
        let total = Figure.count(listing.total)
        if listing.total == 0 { return "There are none." }
        let last = query.from + listing.looked
        let range = "\(Figure.count(min(query.from + 1, last))) to \(Figure.count(last)) of \(total)"
        if query.filter.isEmpty { return listing.looked == 0 ? "There are \(total), and no more from here on." : range }
        let found = "\(Figure.count(listing.messages.count)) found"
        let rest = listing.next == nil ? "." : "; the others were not looked at yet."
        return "\(found). Looked at \(range)\(rest)"
    }

    private func rows(_ contents: QueueContents) -> [String: Any] {
        let messages = contents.listing.messages
        return [
            "length": !messages.isEmpty,
            "list": messages.map { MessageRow($0, query, tabs).values(now: contents.now) },
        ]
    }

    private func groups(_ summary: FailureSummary?) -> [String: Any] {
        guard let summary, !summary.groups.isEmpty else { return ["length": false] }
        let isPart = summary.looked < summary.total
        return [
            "length": true,
            "note": isPart
                ? "Of the oldest \(Figure.count(summary.looked)) of \(Figure.count(summary.total)) messages." : "",
            "list": summary.groups.map { group in
                [
                    "count": Figure.count(group.count), "reason": group.reason,
                    "example": group.example.escapingControls.shortened(300),
                    "message": group.message.escapingControls.shortened(160), "first": group.first,
                    "last": group.last, "address": tabs.address(.failed, [("group", group.reason)]),
                ].withoutEmptyTexts
            },
        ].withoutEmptyTexts
    }

    private func holders(_ contents: QueueContents) -> [String: Any] {
        [
            "length": !contents.holders.isEmpty,
            "list": contents.holders.map { held in
                let age = held.oldest.first?.claimed.map { Double(max(0, contents.now - $0)) }
                return [
                    "name": held.worker, "host": held.heartbeat["host"] ?? "no heartbeat",
                    "state": held.heartbeat["state"] ?? "", "count": Figure.count(held.count),
                    "age": age.map { Figure.duration($0) } ?? "",
                ].withoutEmptyTexts
            },
        ]
    }
}
