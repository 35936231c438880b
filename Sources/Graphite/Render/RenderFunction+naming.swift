extension RenderFunction {
    /// Functions that give series other names.
    static let naming: [RenderFunction] = [
        RenderFunction("alias", "Alias", [.series, .one("newName", .string)]) { call in
            let name = try call.text(1)
            return try call.series().map { $0.with(name: name, $0.values) }
        },
        RenderFunction("aliasByNode", "Alias", [.series, .many("nodes", .node)]) { call in
            let nodes = try call.integers(from: 1)
            return try call.series().map { $0.with(name: $0.nodes(nodes), $0.values) }
        },
        RenderFunction("aliasByMetric", "Alias", [.series]) { call in
            try call.series().map { $0.with(name: $0.nodes([-1]), $0.values) }
        },
        RenderFunction("aliasSub", "Alias", [.series, .one("search", .string), .one("replace", .string)]) { call in
            let replacement = try call.text(2)
            let pattern = try call.pattern(1)
            return try call.series().map { $0.with(name: try pattern.replacing($0.name, with: replacement), $0.values) }
        },
        RenderFunction("consolidateBy", "Special", [.series, .one("consolidationFunc", .aggFunc)]) { call in
            let (rule, word) = (try call.aggregation(1), try call.text(1))
            return try call.series().map { series in
                var series = series.with(name: "consolidateBy(\(series.name),\"\(word)\")", series.values)
                series.aggregation = rule
                return series
            }
        },
    ]
}

extension RenderSeries {
    /// Some parts of the path, with dots between them; negative ones are counted from the end.
    func nodes(_ numbers: [Int]) -> String {
        let parts = MetricPattern.nameParts(path)
        return numbers.compactMap { number in
            let index = number < 0 ? parts.count + number : number
            return parts.indices.contains(index) ? String(parts[index]) : nil
        }.joined(separator: ".")
    }
}
