extension RenderFunction {
    /// Functions of how values change.
    static let rates: [RenderFunction] = [
        .each("derivative", "Transform") { _ in { changes(in: $0) { $0 - $1 } } },
        .each("nonNegativeDerivative", "Transform", [.maybe("maxValue", .float), .maybe("minValue", .float)]) { call in
            let (most, least) = try bounds(call)
            return { changes(in: $0) { grown($0, $1, most, least) } }
        },
        .each("perSecond", "Transform", [.maybe("maxValue", .float), .maybe("minValue", .float)]) { call in
            let (most, least) = try bounds(call)
            return { series in
                changes(in: series) { grown($0, $1, most, least).map { $0 / Double(series.step) } }
            }
        },
        .each("delay", "Transform", [.one("steps", .integer)]) { call in
            let steps = try call.integer(1)
            return { series in
                series.values.indices.map {
                    series.values.indices.contains($0 - steps) ? series.values[$0 - steps] : nil
                }
            }
        },
        .each("integral", "Transform") { _ in
            { series in
                var sum = 0.0
                return series.values.map { value in
                    guard let value else { return nil }
                    sum += value
                    return sum
                }
            }
        },
    ]

    private static func bounds(_ call: RenderCall) throws -> (most: Double?, least: Double?) {
        (call.has(1) ? try call.number(1) : nil, call.has(2) ? try call.number(2) : nil)
    }

    /// What each value comes to with the value right before it; where that is not known nothing is.
    private static func changes(
        in series: RenderSeries, _ change: (_ now: Double, _ before: Double) -> Double?
    ) -> [Double?] {
        series.values.indices.map { index in
            guard index > 0, let now = series.values[index], let before = series.values[index - 1] else { return nil }
            return change(now, before)
        }
    }

    /// How much a counter has grown. One that is lower than before began anew; where its highest value is known, it began anew
    /// behind that.
    private static func grown(_ now: Double, _ before: Double, _ most: Double?, _ least: Double?) -> Double? {
        if let most, now > most || before > most { return nil }
        if let least, now < least || before < least { return nil }
        if now >= before { return now - before }
        if let most { return most - before + now - (least ?? 0) + 1 }
        return least.map { now - $0 }
    }
}
