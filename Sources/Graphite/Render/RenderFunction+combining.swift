extension RenderFunction {
    /// Functions that make one series of several.
    static let combining: [RenderFunction] =
        [
            combination("sumSeries", ["sum"]) { $0.reduce(0, +) },
            combination("averageSeries", ["avg"]) { $0.reduce(0, +) / Double($0.count) },
            combination("maxSeries", []) { $0.max() },
            combination("minSeries", []) { $0.min() },
            combination("countSeries", []) { Double($0.count) },
            combination("rangeOfSeries", []) { values in values.max().flatMap { high in values.min().map { high - $0 } }
            },
            combination("multiplySeries", [], wantsAll: true) { $0.reduce(1, *) },
            combination("diffSeries", []) { values in values.dropFirst().reduce(values[0], -) },
        ].flatMap(\.self) + [
            RenderFunction("aggregate", "Combine", [.series, .one("func", .aggFunc)]) { call in
                let (rule, word) = (try call.aggregation(1), try call.text(1))
                return combined(try call.series(), "\(word)Series(\(call.written()))") { rule.value(of: $0) }
            },
            RenderFunction(
                "divideSeries", "Combine",
                [.one("dividendSeriesList", .seriesList), .one("divisorSeries", .seriesList)]
            ) {
                call in
                let divisors = try call.series(1, call.request)
                guard divisors.count == 1, let divisor = divisors.first else {
                    throw RenderError("divideSeries: the second argument must be one series, not \(divisors.count)")
                }
                return try call.series().map { series in
                    let pair = [series, divisor].aligned()
                    let values = zip(pair[0].values, pair[1].values).map { dividend, divisor -> Double? in
                        guard let dividend, let divisor, divisor != 0 else { return nil }
                        return dividend / divisor
                    }
                    return pair[0].with(name: "divideSeries(\(series.name),\(divisor.name))", values)
                }
            },
            RenderFunction("asPercent", "Combine", [.series, .maybe("total", .seriesList)]) { call in
                let series = try call.series()
                return try series.isEmpty ? [] : percents(of: series, call)
            },
            grouping("groupByNode", [.one("nodeNum", .node), .maybe("callback", .aggFunc)]) { call in
                ([try call.integer(1)], try call.aggregation(2, default: "average"))
            },
            grouping("groupByNodes", [.one("callback", .aggFunc), .many("nodes", .node)]) { call in
                (try call.integers(from: 2), try call.aggregation(1))
            },
            wildcards("sumSeriesWithWildcards", .sum), wildcards("averageSeriesWithWildcards", .average),
        ]

    private static func combination(
        _ name: String, _ others: [String], wantsAll: Bool = false, _ combine: @escaping @Sendable ([Double]) -> Double?
    ) -> [RenderFunction] {
        ([name] + others).map { word in
            RenderFunction(word, "Combine", [.manySeries]) { call in
                combined(try call.allSeries(), "\(name)(\(call.written()))", wantsAll: wantsAll, combine)
            }
        }
    }

    /// One series of several; where none has a value (or where one has none, if all are wanted) there is none.
    private static func combined(
        _ series: [RenderSeries], _ name: String, wantsAll: Bool = false, _ combine: ([Double]) -> Double?
    ) -> [RenderSeries] {
        let aligned = series.aligned()
        guard let first = aligned.first else { return [] }
        let values = first.values.indices.map { index -> Double? in
            let known = aligned.compactMap { $0.values[index] }
            return known.isEmpty || wantsAll && known.count < aligned.count ? nil : combine(known)
        }
        return [first.with(name: name, values)]
    }

    private static func percents(of series: [RenderSeries], _ call: RenderCall) throws -> [RenderSeries] {
        var totals = series
        var fixed: Double?
        var totalName = "sumSeries(\(call.written()))"
        if call.isSeries(1) {
            totals = try call.series(1, call.request)
            guard totals.count == 1 else {
                throw RenderError("asPercent: the total must be one series or a number, not \(totals.count) series")
            }
            totalName = totals[0].name
        } else if call.has(1) {
            fixed = try call.number(1)
            totalName = RenderCall.text(fixed ?? 0)
        }
        let all = (series + totals).aligned()
        return all.prefix(series.count).map { one in
            let values = one.values.indices.map { index -> Double? in
                guard let value = one.values[index] else { return nil }
                let known = all[series.count...].compactMap { $0.values[index] }
                let total = fixed ?? (known.isEmpty ? 0 : known.reduce(0, +))
                return total == 0 ? nil : value / total * 100
            }
            return one.with(name: "asPercent(\(one.name),\(totalName))", values)
        }
    }

    private static func grouping(
        _ name: String, _ parameters: [Parameter],
        _ rule: @escaping @Sendable (RenderCall) throws -> (nodes: [Int], aggregation: Aggregation)
    ) -> RenderFunction {
        RenderFunction(name, "Combine", [.series] + parameters) { call in
            let (nodes, aggregation) = try rule(call)
            return grouped(try call.series(), aggregation) { $0.nodes(nodes) }
        }
    }

    private static func wildcards(_ name: String, _ aggregation: Aggregation) -> RenderFunction {
        RenderFunction(name, "Combine", [.series, .many("position", .node)]) { call in
            let left = Set(try call.integers(from: 1))
            return grouped(try call.series(), aggregation) { series in
                let parts = MetricPattern.nameParts(series.path)
                return parts.indices.filter { !left.contains($0) }.map { String(parts[$0]) }.joined(separator: ".")
            }
        }
    }

    private static func grouped(
        _ series: [RenderSeries], _ aggregation: Aggregation, by key: (RenderSeries) -> String
    ) -> [RenderSeries] {
        var (order, groups) = ([String](), [String: [RenderSeries]]())
        for one in series {
            let key = key(one)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(one)
        }
        return order.flatMap { key in
            combined(groups[key] ?? [], key) { aggregation.value(of: $0) }.map { group in
                var group = group
                group.path = key
                return group
            }
        }
    }
}
