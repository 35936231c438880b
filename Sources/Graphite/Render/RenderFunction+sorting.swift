extension RenderFunction {
    /// Functions that put series in an order, and perhaps keep the first of them.
    static let sorting: [RenderFunction] = [
        RenderFunction("sortByName", "Sorting", [.series, .maybe("natural", .boolean), .maybe("reverse", .boolean)]) {
            call in
            let (isNatural, isReversed) = (try call.flag(1, default: false), try call.flag(2, default: false))
            let sorted = try call.series().map { (isNatural ? natural($0.name) : $0.name, $0) }
                .sorted { $0.0 < $1.0 }.map(\.1)
            return isReversed ? sorted.reversed() : sorted
        },
        order("sortByMaxima", .max), order("sortByMinima", .min, isAscending: true), order("sortByTotal", .sum),
        best("highestMax", .max), best("highestAverage", .average), best("highestCurrent", .last),
        best("lowestAverage", .average, isLowest: true), best("lowestCurrent", .last, isLowest: true),
        RenderFunction("highest", "Filter Series", [.series, .maybe("n", .integer), .maybe("func", .aggFunc)]) { call in
            let rule = try call.aggregation(2, default: "average")
            return Array(
                sorted(try call.series(), rule, isAscending: false).prefix(max(0, try call.integer(1, default: 1))))
        },
        RenderFunction("lowest", "Filter Series", [.series, .maybe("n", .integer), .maybe("func", .aggFunc)]) { call in
            let rule = try call.aggregation(2, default: "average")
            return Array(
                sorted(try call.series(), rule, isAscending: true).prefix(max(0, try call.integer(1, default: 1))))
        },
    ]

    private static func order(_ name: String, _ rule: Aggregation, isAscending: Bool = false) -> RenderFunction {
        RenderFunction(name, "Sorting", [.series]) { call in
            sorted(try call.series(), rule, isAscending: isAscending)
        }
    }

    private static func best(_ name: String, _ rule: Aggregation, isLowest: Bool = false) -> RenderFunction {
        RenderFunction(name, "Filter Series", [.series, .maybe("n", .integer)]) { call in
            let count = max(0, try call.integer(1, default: 1))
            return Array(sorted(try call.series(), rule, isAscending: isLowest).prefix(count))
        }
    }

    /// Series without values come last; of equal ones the order stays.
    private static func sorted(_ series: [RenderSeries], _ rule: Aggregation, isAscending: Bool) -> [RenderSeries] {
        series.enumerated().map { (number: $0.offset, value: rule.value(of: $0.element.known), series: $0.element) }
            .sorted { one, other in
                switch (one.value, other.value) {
                case (let a?, let b?) where a != b: isAscending ? a < b : a > b
                case (.some, nil): true
                case (nil, .some): false
                default: one.number < other.number
                }
            }.map(\.series)
    }

    /// A name in which numbers are as long as the longest: `m2` comes before `m10`.
    private static func natural(_ name: String) -> String {
        var (made, digits) = ("", "")
        for character in name + "\0" {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                if !digits.isEmpty { made += String(repeating: "0", count: max(0, 20 - digits.count)) + digits }
                digits = ""
                made.append(character)
            }
        }
        return made
    }
}
