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
        threshold("averageAbove", .average, >=), threshold("averageBelow", .average, <=),
        threshold("currentAbove", .last, >=), threshold("currentBelow", .last, <=),
        threshold("maximumAbove", .max, >), threshold("maximumBelow", .max, <=),
        threshold("minimumAbove", .min, >), threshold("minimumBelow", .min, <=),
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
