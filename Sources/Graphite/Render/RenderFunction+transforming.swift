extension RenderFunction {
    /// Functions that make other values of each value.
    static let transforming: [RenderFunction] = [
        .each("scale", "Transform", [.one("factor", .float)]) { call in
            let factor = try call.number(1)
            return { $0.values.map { $0.map { $0 * factor } } }
        },
        .each("scaleToSeconds", "Transform", [.one("seconds", .integer)]) { call in
            let seconds = try call.number(1)
            return { series in series.values.map { $0.map { $0 * seconds / Double(series.step) } } }
        },
        .each("offset", "Transform", [.one("factor", .float)]) { call in
            let term = try call.number(1)
            return { $0.values.map { $0.map { $0 + term } } }
        },
        .each("offsetToZero", "Transform") { _ in
            { series in
                let low = series.known.min() ?? 0
                return series.values.map { $0.map { $0 - low } }
            }
        },
        .each("absolute", "Transform") { _ in { $0.values.map { $0.map { abs($0) } } } },
        .each("invert", "Transform") { _ in { $0.values.map { $0.flatMap { $0 == 0 ? nil : 1 / $0 } } } },
        .each("round", "Transform", [.maybe("precision", .integer)]) { call in
            let digits = try call.integer(1, default: 0)
            guard (0...15).contains(digits) else { throw call.wrong(1, "from 0 to 15") }
            let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
            return { $0.values.map { $0.map { ($0 * unit).rounded(.toNearestOrEven) / unit } } }
        },
        .each("transformNull", "Transform", [.maybe("default", .float)]) { call in
            let fallback = try call.number(1, default: 0)
            return { $0.values.map { $0 ?? fallback } }
        },
        .each("isNonNull", "Transform") { _ in { $0.values.map { $0 == nil ? 0 : 1 } } },
        .each("keepLastValue", "Transform", [.maybe("limit", .integer)]) { call in
            let limit = call.has(1) ? try call.integer(1) : Int.max
            return { kept($0.values, limit) }
        },
        .each("removeAboveValue", "Filter Data", [.one("n", .float)]) { call in
            let limit = try call.number(1)
            return { $0.values.map { $0.flatMap { $0 > limit ? nil : $0 } } }
        },
        .each("removeBelowValue", "Filter Data", [.one("n", .float)]) { call in
            let limit = try call.number(1)
            return { $0.values.map { $0.flatMap { $0 < limit ? nil : $0 } } }
        },
        RenderFunction("constantLine", "Special", [.one("value", .float)]) { call in
            let (value, request) = (try call.number(0), call.request)
            let step = max(1, (request.until - request.from) / 2)
            return [
                RenderSeries(
                    name: call.has(0) ? RenderCall.text(value) : "", path: RenderCall.text(value), start: request.from,
                    step: step, values: [value, value, value])
            ]
        },
    ]

    /// Gaps that are no longer than the limit get the value before them; a gap at the end too, as in Graphite.
    private static func kept(_ values: [Double?], _ limit: Int) -> [Double?] {
        var (kept, last, gap) = (values, Double?.none, 0)
        func fill(before end: Int) {
            if let last, gap > 0, gap <= limit { for index in end - gap..<end { kept[index] = last } }
        }
        for (index, value) in values.enumerated() {
            if let value {
                fill(before: index)
                (last, gap) = (value, 0)
            } else {
                gap += 1
            }
        }
        fill(before: values.count)
        return kept
    }
}
