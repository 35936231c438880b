/// The values of the minute that is running, by the metrics' numbers.
struct MinuteRows {
    /// When it began; nil: none has.
    private(set) var start: Int?
    private var folded: [Aggregation.Folded] = []
    /// The rows that came last, so that one that comes again is not counted again.
    private var newest = Int.min

    /// Adds what metrics were at a time.
    /// - Returns: The values of the minute before, when this is of another one.
    mutating func add(
        _ values: [Double?], at time: Int, step: Int, _ aggregations: (Int) -> Aggregation
    ) -> HistoryRow? {
        let minute = time / step * step
        var finished: HistoryRow?
        if let start, start != minute {
            finished = HistoryRow(
                time: start, values: folded.enumerated().map { $1.value(aggregations($0)) })
            folded = []
        }
        start = minute
        guard time > newest else { return finished }
        newest = time
        if folded.count < values.count {
            folded += Array(repeating: Aggregation.Folded(), count: values.count - folded.count)
        }
        for (number, value) in values.enumerated() {
            if let value { folded[number].add(value) }
        }
        return finished
    }
}
