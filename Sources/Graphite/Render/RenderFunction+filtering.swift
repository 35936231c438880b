extension RenderFunction {
    /// Functions that leave series out.
    static let filtering: [RenderFunction] = [
        RenderFunction("limit", "Filter Series", [.series, .one("n", .integer)]) { call in
            Array(try call.series().prefix(max(0, try call.integer(1))))
        },
        RenderFunction("grep", "Filter Series", [.series, .one("pattern", .string)]) { call in
            let pattern = try call.pattern(1)
            return try call.series().filter { try pattern.isIn($0.name) }
        },
        RenderFunction("exclude", "Filter Series", [.series, .one("pattern", .string)]) { call in
            let pattern = try call.pattern(1)
            return try call.series().filter { try !pattern.isIn($0.name) }
        },
        RenderFunction("removeEmptySeries", "Filter Series", [.series]) { call in
            try call.series().filter { !$0.known.isEmpty }
        },
        threshold("averageAbove", .average) { $0 >= $1 }, threshold("averageBelow", .average) { $0 <= $1 },
        threshold("currentAbove", .last) { $0 >= $1 }, threshold("currentBelow", .last) { $0 <= $1 },
        threshold("maximumAbove", .max) { $0 > $1 }, threshold("maximumBelow", .max) { $0 <= $1 },
        threshold("minimumAbove", .min) { $0 > $1 }, threshold("minimumBelow", .min) { $0 <= $1 },
    ]

    private static func threshold(
        _ name: String, _ rule: Aggregation, _ keeps: @escaping @Sendable (Double, Double) -> Bool
    ) -> RenderFunction {
        RenderFunction(name, "Filter Series", [.series, .one("n", .float)]) { call in
            let limit = try call.number(1)
            return try call.series().filter { series in rule.value(of: series.known).map { keeps($0, limit) } ?? false }
        }
    }
}
