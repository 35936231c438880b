import LiveFeed
import NIOCore

/// The topics of live pages: `hits`, `hits?FILTER` (``HitFilter``), and Moksha's (``MokshaTopic``).
struct FeedTopics {
    private let hub: FeedHub

    /// The topics of a hub.
    init(_ hub: FeedHub) { self.hub = hub }

    /// All of them, by their names.
    var all: [String: LiveTopics.Source] {
        var sources = moksha
        for name in ["hits", "hits?"] { sources[name] = hits }
        return sources
    }

    /// Those of Moksha's clients.
    var moksha: [String: LiveTopics.Source] {
        Dictionary(
            uniqueKeysWithValues: MokshaTopic.allCases.map { topic in
                (topic.rawValue, .messages { [hub] _, _, send in try await hub.stream(topic)?.serve(send) })
            })
    }

    private var hits: LiveTopics.Source {
        .messages { [hub] topic, query, send in
            let filter = HitFilter(query: query)
            let stream = hub.join(filter)
            defer { hub.leave(filter) }
            let steps = stream.steps()
            let start = stream.place
            var place = start
            func tell() async throws {
                let news = stream.news(since: place)
                place = news.place
                let text = news.frame.message(topic: topic, seen: place.total - start.total)
                try await send([ByteBuffer(bytes: text)])
            }
            try await tell()
            for await _ in steps { try await tell() }
        }
    }
}
