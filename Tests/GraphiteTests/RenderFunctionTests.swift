import Graphite
import Testing

/// Functions against values worked out by hand from graphite-web's documentation and rules (`render/functions.py`).
struct RenderFunctionTests {
    /// From 1000 on, a value each 10 s.
    private static let metrics: [String: [Double?]] = [
        "a.x.count": [1, 2, nil, 4, 10, 3], "a.y.count": [10, 20, 30, 40, nil, 60], "b.one": [5, 5, 5, 5, 5, 5],
        "m2": [1, nil, nil, nil, 2, nil], "m10": [nil, nil, nil, nil, nil, nil], "neg": [-1, 0, 1.26, nil, -2.5, 3],
    ]

    private func series(_ target: String) throws -> [RenderSeries] {
        try RenderRequest(from: 990, until: 1050).series(target) { pattern, from, until in
            let pattern = try MetricPattern(pattern)
            let start = from / 10 * 10 + 10
            let count = until / 10 - from / 10
            return Self.metrics.filter { pattern.matches($0.key) }.sorted { $0.key < $1.key }.map { name, values in
                let found = (0..<count).map { index -> Double? in
                    let place = (start + index * 10 - 1000) / 10
                    return values.indices.contains(place) && start + index * 10 >= 1000 ? values[place] : nil
                }
                return RenderSeries(MetricSeries(path: name, start: start, step: 10, values: found))
            }
        }
    }

    private func text(_ series: RenderSeries) -> String {
        series.values.map { value in
            guard let value else { return "-" }
            let rounded = (value * 1000).rounded() / 1000
            return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("b.one", "b.one", "5 5 5 5 5 5"), ("alias(b.one, 'One, two')", "One, two", "5 5 5 5 5 5"),
        ("alias(b.one, \"It's\")", "It's", "5 5 5 5 5 5"), ("aliasByNode(a.x.count, 1)", "x", "1 2 - 4 10 3"),
        ("aliasByNode(scale(a.x.count,2),-1,0)", "count.a", "2 4 - 8 20 6"),
        ("aliasByMetric(a.x.count)", "count", "1 2 - 4 10 3"),
        ("aliasSub(a.x.count,'^a\\.(.)\\.', '\\1 of ')", "x of count", "1 2 - 4 10 3"),
        ("scale(b.one,0.5)", "scale(b.one,0.5)", "2.5 2.5 2.5 2.5 2.5 2.5"),
        ("scaleToSeconds(b.one,1)", "scaleToSeconds(b.one,1)", "0.5 0.5 0.5 0.5 0.5 0.5"),
        ("offset(b.one,-5)", "offset(b.one,-5)", "0 0 0 0 0 0"), ("absolute(neg)", "absolute(neg)", "1 0 1.26 - 2.5 3"),
        ("offsetToZero(neg)", "offsetToZero(neg)", "1.5 2.5 3.76 - 0 5.5"),
        ("invert(neg)", "invert(neg)", "-1 - 0.794 - -0.4 0.333"),
        ("round(neg,1)", "round(neg,1)", "-1 0 1.3 - -2.5 3"),
        ("transformNull(m2)", "transformNull(m2)", "1 0 0 0 2 0"),
        ("transformNull(m2,-1)", "transformNull(m2,-1)", "1 -1 -1 -1 2 -1"),
        ("isNonNull(m2)", "isNonNull(m2)", "1 0 0 0 1 0"),
        ("keepLastValue(m2)", "keepLastValue(m2)", "1 1 1 1 2 2"),
        ("keepLastValue(m2,2)", "keepLastValue(m2,2)", "1 - - - 2 2"),
        ("removeAboveValue(neg,1)", "removeAboveValue(neg,1)", "-1 0 - - -2.5 -"),
        ("removeBelowValue(neg,0)", "removeBelowValue(neg,0)", "- 0 1.26 - - 3"),
        ("derivative(a.x.count)", "derivative(a.x.count)", "- 1 - - 6 -7"),
        ("nonNegativeDerivative(a.x.count)", "nonNegativeDerivative(a.x.count)", "- 1 - - 6 -"),
        ("nonNegativeDerivative(a.x.count,20)", "nonNegativeDerivative(a.x.count,20)", "- 1 - - 6 14"),
        ("nonNegativeDerivative(a.x.count,9)", "nonNegativeDerivative(a.x.count,9)", "- 1 - - - -"),
        ("perSecond(a.y.count)", "perSecond(a.y.count)", "- 1 1 1 - -"),
        ("integral(a.x.count)", "integral(a.x.count)", "1 3 - 7 17 20"),
        ("delay(b.one,2)", "delay(b.one,2)", "- - 5 5 5 5"),
        ("sumSeries(a.*.count)", "sumSeries(a.*.count)", "11 22 30 44 10 63"),
        ("sum(a.x.count,b.one)", "sumSeries(a.x.count,b.one)", "6 7 5 9 15 8"),
        ("averageSeries(a.*.count)", "averageSeries(a.*.count)", "5.5 11 30 22 10 31.5"),
        ("avg(a.*.count)", "averageSeries(a.*.count)", "5.5 11 30 22 10 31.5"),
        ("maxSeries(a.*.count)", "maxSeries(a.*.count)", "10 20 30 40 10 60"),
        ("minSeries(a.*.count)", "minSeries(a.*.count)", "1 2 30 4 10 3"),
        ("countSeries(a.*.count)", "countSeries(a.*.count)", "2 2 1 2 1 2"),
        ("diffSeries(b.one,a.x.count)", "diffSeries(b.one,a.x.count)", "4 3 5 1 -5 2"),
        ("multiplySeries(a.*.count)", "multiplySeries(a.*.count)", "10 40 - 160 - 180"),
        ("rangeOfSeries(a.*.count)", "rangeOfSeries(a.*.count)", "9 18 0 36 0 57"),
        ("aggregate(a.*.count,'max')", "maxSeries(a.*.count)", "10 20 30 40 10 60"),
        ("divideSeries(a.y.count,b.one)", "divideSeries(a.y.count,b.one)", "2 4 6 8 - 12"),
        ("asPercent(a.x.count,b.one)", "asPercent(a.x.count,b.one)", "20 40 - 80 200 60"),
        ("asPercent(a.x.count,50)", "asPercent(a.x.count,50)", "2 4 - 8 20 6"),
        ("groupByNode(a.*.count,2,'sum')", "count", "11 22 30 44 10 63"),
        ("groupByNodes(a.*.count,\"sum\",0,2)", "a.count", "11 22 30 44 10 63"),
        ("sumSeriesWithWildcards(a.*.count, 1)", "a.count", "11 22 30 44 10 63"),
        ("limit(a.*.count,1)", "a.x.count", "1 2 - 4 10 3"),
        ("exclude(a.*.count,'x')", "a.y.count", "10 20 30 40 - 60"),
        ("grep(a.*.count,'x')", "a.x.count", "1 2 - 4 10 3"),
        ("highestMax(a.*.count,1)", "a.y.count", "10 20 30 40 - 60"),
        ("highestCurrent(*.one)", "b.one", "5 5 5 5 5 5"), ("lowestAverage(a.*.count,1)", "a.x.count", "1 2 - 4 10 3"),
        ("highest(a.*.count,1,'max')", "a.y.count", "10 20 30 40 - 60"), ("removeEmptySeries(m*)", "m2", "1 - - - 2 -"),
        ("averageAbove(a.*.count, 10)", "a.y.count", "10 20 30 40 - 60"),
        ("movingAverage(b.one,2)", "movingAverage(b.one,2)", "5 5 5 5 5 5"),
        ("movingAverage(a.y.count,2)", "movingAverage(a.y.count,2)", "10 15 25 35 40 60"),
        ("movingSum(a.y.count,'20s')", "movingSum(a.y.count,\"20s\")", "10 30 50 70 40 60"),
        ("movingMax(a.x.count,3)", "movingMax(a.x.count,3)", "1 2 2 4 10 10"),
        ("summarize(b.one,'20s')", "summarize(b.one, \"20s\", \"sum\")", "10 10 10"),
        // Finer than the values are there is nothing.
        ("summarize(b.one,'1s')", "summarize(b.one, \"1s\", \"sum\")", "5 5 5 5 5 5"),
        ("summarize(b.one,'30s','avg')", "summarize(b.one, \"30s\", \"avg\")", "5 5 5"),
        ("summarize(a.x.count,'30s','max',true)", "summarize(a.x.count, \"30s\", \"max\", true)", "2 10"),
        ("summarize(a.x.count,'1min',func='last')", "summarize(a.x.count, \"1min\", \"last\")", "2 3"),
        ("consolidateBy(b.one,'max')", "consolidateBy(b.one,\"max\")", "5 5 5 5 5 5"),
        ("timeShift(b.one,'20s')", "timeShift(b.one, \"20s\")", "- - 5 5 5 5"),
        ("alias(sumSeries(a.{x,y}.count),'both')", "both", "11 22 30 44 10 63"),
        ("scale( b.one , 1e1 )", "scale(b.one,10)", "50 50 50 50 50 50"),
    ])
    func works(_ target: String, _ name: String, _ values: String) throws {
        let found = try series(target)
        try #require(found.count == 1, "\(found)")
        #expect(found[0].name == name)
        #expect(text(found[0]) == values)
    }

    @Test func ordersSeries() throws {
        func names(_ target: String) throws -> [String] { try series(target).map(\.name) }
        #expect(try names("sortByName(m*)") == ["m10", "m2"])
        #expect(try names("sortByName(m*, true)") == ["m2", "m10"])
        #expect(try names("sortByName(m*, natural=true, reverse=true)") == ["m10", "m2"])
        #expect(try names("sortByMaxima(a.*.count)") == ["a.y.count", "a.x.count"])
        #expect(try names("sortByMinima(a.*.count)") == ["a.x.count", "a.y.count"])
        #expect(try names("sortByTotal(m*)") == ["m2", "m10"])
        #expect(try names("nothing.there") == [])
        #expect(try names("sumSeries(nothing.there)") == [])
    }

    @Test(arguments: [
        ("nix(b.one)", "nix: there is no such function"), ("scale(b.one)", "scale: the argument factor is missing"),
        ("scale(b.one,'x')", "scale: factor must be a number"), ("scale(b.one,1,2)", "scale: takes 2 arguments"),
        ("alias(b.one", "target alias(b.one: a ) is missing at character 12"),
        ("", "target : something is missing at character 1"),
        ("a b", "target a b: nothing may follow at character 3"),
        ("alias(b.one,'x)", "target alias(b.one,'x): a quotation mark is missing at character 16"),
        ("summarize(b.one,'soon')", "summarize: intervalString must be a span ('5min', '1h')"), ("5", "5.0: no series"),
        ("summarize(b.one,'0s')", "summarize: intervalString must be longer than nothing"),
        ("aggregate(b.one,'most')", "aggregate: func must be one of average, sum, max, min, last"),
        ("movingAverage(b.one,0)", "movingAverage: windowSize must be a number of values, or a span"),
        ("divideSeries(b.one,a.*.count)", "divideSeries: the second argument must be one series, not 2"),
    ])
    func saysWhatIsWrong(_ target: String, _ problem: String) {
        #expect(throws: RenderError(problem)) { try series(target) }
    }

    @Test func searchesThatTakeTooLongAreRefused() {
        let name = String(repeating: "a", count: 50) + "b"
        #expect {
            try series("aliasSub(alias(b.one,'\(name)'),'(a+)+$','x')")
        } throws: { error in
            "\(error)".hasPrefix("a regular expression cannot be tried on a name: ")
        }
    }

    @Test func deepTargetsAreRefused() {
        let deep = String(repeating: "scale(", count: 50) + "b.one" + String(repeating: ",1)", count: 50)
        #expect(throws: RenderError.self) { try series(deep) }
        #expect(throws: RenderError.self) { try series(String(repeating: "x", count: 20_000)) }
    }

    @Test func fitsTheRoom() throws {
        let values = (0..<100).map { Double($0) }
        let series = RenderSeries(name: "s", path: "s", start: 1005, step: 5, values: values, aggregation: .sum)
        for room in [1, 2, 3, 7, 33, 99] {
            let fitting = series.fitting(room)
            #expect(fitting.values.count <= room && !fitting.values.isEmpty)
            // Nothing is lost, and what is drawn does not jump as time goes on.
            #expect(fitting.values.compactMap(\.self).reduce(0, +) == 4950)
            #expect(fitting.start % fitting.step == 0)
        }
        #expect(series.fitting(100) == series)
        #expect(series.fitting(0) == series)
    }

    @Test func seriesOfDifferentStepsAreCombined() throws {
        let request = RenderRequest(from: 0, until: 120)
        let combined = try request.series("sumSeries(a,b)") { pattern, _, _ in
            [
                pattern == "a"
                    ? RenderSeries(name: "a", path: "a", start: 10, step: 10, values: Array(repeating: 1, count: 11))
                    : RenderSeries(name: "b", path: "b", start: 0, step: 60, values: [100, 200])
            ]
        }
        #expect(combined.map(\.step) == [60])
        #expect(combined.map(\.values) == [[101, 201]])
    }
}
