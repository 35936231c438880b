/// What the page of counts is told: of each sort of things those with the most hits.
struct CountsBody: Sendable, Equatable, Encodable {
    /// One thing of which hits are counted.
    struct Row: Sendable, Equatable, Encodable {
        /// What it is in filters; nil: it is not known.
        let key: String?
        /// As people read it, where that is not the key.
        var name: String?
        /// The service that it belongs to; nil: it belongs to none.
        var service: String?
        /// How many hits.
        let n: Int
    }

    /// Things of one sort.
    struct List: Sendable, Equatable, Encodable {
        /// Those with the most hits first.
        let rows: [Row]
        /// How many more of them there are, as far as they are told apart.
        let more: Int
        /// The hits of all that are in no row.
        let rest: Int
        /// The hits that are of nothing of this sort.
        let without: Int

        /// The first of some rows.
        /// - Parameters:
        ///   - more: How many rows were left out before.
        ///   - all: The hits of all; nil: those of the rows.
        ///   - without: How many of them are of nothing of this sort.
        init(_ rows: [Row], atMost most: Int, more: Int = 0, all: Int? = nil, without: Int = 0) {
            let sorted = rows.sorted { one, other in
                one.n != other.n
                    ? one.n > other.n
                    : (one.key ?? "", one.service ?? "") < (other.key ?? "", other.service ?? "")
            }
            let all = all ?? rows.reduce(0) { $0 + $1.n }
            self.rows = Array(sorted.prefix(most))
            self.more = more + sorted.count - self.rows.count
            self.without = without
            rest = self.rows.reduce(all - without) { $0 - $1.n }
        }
    }

    /// From when is counted, in milliseconds since 1970.
    let since: Int
    /// Until when.
    let now: Int
    /// All hits that the filter lets through.
    let hits: Int
    let countries: List
    let items: List
    /// By the first part of their path.
    let contents: List
    let verdicts: List
    let services: List
}
