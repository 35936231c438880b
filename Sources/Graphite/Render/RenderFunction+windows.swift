extension RenderFunction {
    /// Functions of stretches of time.
    static let windows: [RenderFunction] = [
        moving("movingAverage", .average), moving("movingSum", .sum), moving("movingMax", .max),
        moving("movingMin", .min),
        RenderFunction(
            "summarize", "Transform",
            [.series, .one("intervalString", .interval), .maybe("func", .aggFunc), .maybe("alignToFrom", .boolean)]
        ) { call in
            let (span, word) = (try call.span(1), try call.text(2, default: "sum"))
            let (rule, isAligned) = (try call.aggregation(2, default: "sum"), try call.flag(3, default: false))
            guard span > 0 else { throw call.wrong(1, "longer than nothing") }
            let interval = try call.text(1)
            return try call.series().map { series in
                var made = summarized(series, span, rule, isAlignedToFrom: isAligned)
                made.name = "summarize(\(series.name), \"\(interval)\", \"\(word)\"\(isAligned ? ", true" : ""))"
                return made
            }
        },
        RenderFunction(
            "smartSummarize", "Transform", [.series, .one("intervalString", .interval), .maybe("func", .aggFunc)]
        ) {
            call in
            let (span, word) = (try call.span(1), try call.text(2, default: "sum"))
            let rule = try call.aggregation(2, default: "sum")
            guard span > 0 else { throw call.wrong(1, "longer than nothing") }
            let interval = try call.text(1)
            return try call.series().map { series in
                var made = summarized(series, span, rule, isAlignedToFrom: true)
                made.name = "smartSummarize(\(series.name), \"\(interval)\", \"\(word)\")"
                return made
            }
        },
        RenderFunction("timeShift", "Transform", [.series, .one("timeShift", .interval)]) { call in
            let word = try call.text(1)
            let span = try call.span(1)
            // A shift without a sign goes back.
            let shift = word.hasPrefix("+") ? span : -abs(span)
            var request = call.request
            (request.from, request.until) = (request.from + shift, request.until + shift)
            return try call.series(0, request).map { series in
                var series = series
                series.start -= shift
                series.name = "timeShift(\(series.name), \"\(word)\")"
                return series
            }
        },
    ]

    /// What each value comes to with those before it; the first ones with what was before the drawn time.
    private static func moving(_ name: String, _ rule: Aggregation) -> RenderFunction {
        RenderFunction(name, "Calculate", [.series, .one("windowSize", .interval)]) { call in
            let word = try call.text(1)
            let count = Int(word)
            let span = count == nil ? abs(try call.span(1)) : 0
            guard (count ?? span) > 0, (count ?? 1) <= 100_000 else {
                throw call.wrong(1, "a number of values, or a span")
            }
            var request = call.request
            // How far apart values are is known when they are there.
            let step = try call.series().map(\.step).max() ?? 0
            request.from -= count.map { $0 * step } ?? span
            return try call.series(0, request).map { series in
                let window = count ?? max(1, span / series.step)
                var made = series.with(
                    name: "\(name)(\(series.name),\(count == nil ? "\"\(word)\"" : word))",
                    folded(series.values, window, rule))
                let extra = max(0, min((call.request.from - request.from) / series.step, made.values.count))
                made.values.removeFirst(extra)
                made.start += extra * series.step
                return made
            }
        }
    }

    /// Each value with those before it, `window` in all. The first ones, which have fewer, too.
    private static func folded(_ values: [Double?], _ window: Int, _ rule: Aggregation) -> [Double?] {
        if rule == .average || rule == .sum {
            var (sum, count) = (0.0, 0)
            return values.indices.map { index in
                if let value = values[index] { (sum, count) = (sum + value, count + 1) }
                if index >= window, let gone = values[index - window] { (sum, count) = (sum - gone, count - 1) }
                return count == 0 ? nil : rule == .sum ? sum : sum / Double(count)
            }
        }
        return values.indices.map { index in
            rule.value(of: values[max(0, index - window + 1)...index].lazy.compactMap(\.self))
        }
    }

    /// - Parameter span: Seconds of an interval. A shorter one than the series has would make gaps alone, and as many of them as
    ///   somebody asks for: then the intervals stay as they are.
    private static func summarized(
        _ series: RenderSeries, _ span: Int, _ rule: Aggregation, isAlignedToFrom: Bool
    ) -> RenderSeries {
        let span = max(span, series.step)
        var made = series
        made.step = span
        made.start = isAlignedToFrom ? series.start : series.start / span * span
        guard !series.values.isEmpty else { return made }
        let count = (series.end - series.step - made.start) / span + 1
        var folded = Array(repeating: Aggregation.Folded(), count: count)
        for (index, value) in series.values.enumerated() {
            if let value { folded[(series.start + index * series.step - made.start) / span].add(value) }
        }
        made.values = folded.map { $0.value(rule) }
        return made
    }
}
