import MetricModel

/// What is told of a timer's values (peers.md, A5.2): names and values, in order.
struct TimerSummary {
    private(set) var values: [(name: String, value: Double)] = []
    private let options: StatsDOptions

    /// Sums up a timer.
    /// - Parameter key: The timer's, by which its bins are chosen.
    init(_ timer: TimerValues, key: String, _ options: StatsDOptions) {
        self.options = options
        guard !timer.values.isEmpty else {
            tell("count", 0)
            tell("count_ps", 0)
            return
        }
        let sums = SortedSums(timer.values)
        for percentile in options.percentiles { tell(percentile, sums) }
        tellAll(sums, count: timer.count)
        tellBins(sums, key)
    }

    private mutating func tell(_ name: String, _ value: Double) {
        if isWanted(name) { values.append((name, value)) }
    }

    /// Names of percentiles are asked for as `upper_percent`; as the reference server has it, of `upper_99_9` that is `upper_99_percent`.
    private func isWanted(_ name: String) -> Bool {
        guard !options.timerMetrics.isEmpty else { return true }
        guard let bar = name.lastIndex(of: "_") else { return options.timerMetrics.contains(name) }
        var number = name[name.index(after: bar)...]
        if number.hasPrefix("top") { number = number.dropFirst(3) }
        let isPercentile = !number.isEmpty && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return options.timerMetrics.contains(isPercentile ? "\(name[..<bar])_percent" : name)
    }

    /// The values up to a percentile; of a negative one, those above it.
    private mutating func tell(_ percentile: Double, _ sums: SortedSums) {
        let all = sums.values.count
        var count = all
        var (boundary, sum, squares) = (sums.values[all - 1], sums.values[0], sums.squares[0])
        if all > 1 {
            // Halves are rounded up, as JavaScript's Math.round does.
            let share = abs(percentile) / 100 * Double(all)
            count = Int(share) + (share - share.rounded(.down) >= 0.5 ? 1 : 0)
            guard count > 0 else { return }
            if percentile > 0 {
                (boundary, sum, squares) = (sums.values[count - 1], sums.sums[count - 1], sums.squares[count - 1])
            } else {
                // What the reference server reads before the first value is no number, and so are its sums; here it is 0.
                let below = all - count - 1
                boundary = sums.values[all - count]
                sum = sums.sums[all - 1] - (below < 0 ? 0 : sums.sums[below])
                squares = sums.squares[all - 1] - (below < 0 ? 0 : sums.squares[below])
            }
        }
        let name = TimerSummary.name(of: percentile)
        tell("count_\(name)", Double(count))
        tell("mean_\(name)", all > 1 ? sum / Double(count) : sum)
        tell("\(percentile > 0 ? "upper" : "lower")_\(name)", boundary)
        tell("sum_\(name)", sum)
        tell("sum_squares_\(name)", squares)
    }

    /// `90`, `99_9`, `top90`.
    private static func name(of percentile: Double) -> String {
        var text = JavaScriptNumber.text(of: percentile)
        if let point = text.firstIndex(of: ".") { text.replaceSubrange(point...point, with: "_") }
        return text.hasPrefix("-") ? "top\(text.dropFirst())" : text
    }

    private mutating func tellAll(_ sums: SortedSums, count: Double) {
        let (values, number) = (sums.values, sums.values.count)
        let mean = sums.sums[number - 1] / Double(number)
        let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let middle = number / 2
        tell("std", (spread / Double(number)).squareRoot())
        tell("upper", values[number - 1])
        tell("lower", values[0])
        tell("count", count)
        tell("count_ps", count / Double(options.interval))
        tell("sum", sums.sums[number - 1])
        tell("sum_squares", sums.squares[number - 1])
        tell("mean", mean)
        tell("median", number % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2)
    }

    /// The values of each bin that are in none before it.
    private mutating func tellBins(_ sums: SortedSums, _ key: String) {
        guard let row = options.histograms.first(where: { $0.metric.isEmpty || key.contains($0.metric) }) else {
            return
        }
        guard isWanted("histogram") else { return }
        var at = 0
        for bin in row.bins {
            let start = at
            while at < sums.values.count, bin == .infinity || sums.values[at] < bin { at += 1 }
            var name = bin == .infinity ? "inf" : JavaScriptNumber.text(of: bin)
            if let point = name.firstIndex(of: ".") { name.replaceSubrange(point...point, with: "_") }
            values.append(("histogram.bin_\(name)", Double(at - start)))
        }
    }
}

/// A timer's values in order, and the sums of them and of their squares up to each.
private struct SortedSums {
    let values: [Double]
    private(set) var sums: [Double] = []
    private(set) var squares: [Double] = []

    init(_ unsorted: [Double]) {
        values = unsorted.sorted()
        sums.reserveCapacity(values.count)
        squares.reserveCapacity(values.count)
        var (sum, square) = (0.0, 0.0)
        for value in values {
            sum += value
            square += value * value
            sums.append(sum)
            squares.append(square)
        }
    }
}
