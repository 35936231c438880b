/// A call of a function, with its arguments.
struct RenderCall {
    let function: RenderFunction
    /// The stretch of time that is drawn.
    let request: RenderRequest
    private let arguments: [TargetExpression]
    private let named: [String: TargetExpression]
    private let fetch: RenderRequest.Fetch

    init(
        _ function: RenderFunction, _ arguments: [TargetExpression], _ named: [String: TargetExpression],
        _ request: RenderRequest, _ fetch: @escaping RenderRequest.Fetch
    ) throws(RenderError) {
        (self.function, self.arguments, self.named) = (function, arguments, named)
        (self.request, self.fetch) = (request, fetch)
        let most = function.parameters.contains { $0.isMany } ? Int.max : function.parameters.count
        guard arguments.count <= most else { throw RenderError("\(function.name): takes \(most) arguments") }
    }

    /// The series of the first argument.
    func series() throws -> [RenderSeries] { try series(0, request) }

    /// The series of an argument, of another stretch of time.
    func series(_ index: Int, _ request: RenderRequest) throws -> [RenderSeries] {
        guard let expression = argument(index) else { throw missing(index) }
        return try request.series(expression, fetch)
    }

    /// Whether an argument is a path or a call.
    func isSeries(_ index: Int) -> Bool {
        switch argument(index) {
        case .path, .call: true
        default: false
        }
    }

    /// The series of all arguments that are paths or calls, of which there may be many.
    func allSeries() throws -> [RenderSeries] {
        var found = try series()
        for index in 1..<max(1, arguments.count) where isSeries(index) { found += try series(index, request) }
        return found
    }

    /// What is written for the series: `sumSeries(THIS)`.
    func written() -> String {
        arguments.compactMap { argument in
            switch argument {
            case .path(let path): path
            case .call(let name, let inner, _): Self.written(name, inner)
            default: nil
            }
        }.joined(separator: ",")
    }

    private static func written(_ name: String, _ arguments: [TargetExpression]) -> String {
        let words = arguments.map { argument in
            switch argument {
            case .path(let path): path
            case .call(let name, let inner, _): written(name, inner)
            case .number(let number): RenderCall.text(number)
            case .text(let text): "'\(text)'"
            case .flag(let flag): "\(flag)"
            }
        }
        return "\(name)(\(words.joined(separator: ",")))"
    }

    /// A number that must be there, or has a default.
    func number(_ index: Int, default fallback: Double? = nil) throws -> Double {
        switch argument(index) {
        case .number(let number): return number
        case nil:
            guard let fallback else { throw missing(index) }
            return fallback
        default: throw wrong(index, "a number")
        }
    }

    /// A whole number.
    func integer(_ index: Int, default fallback: Int? = nil) throws -> Int {
        let number = try number(index, default: fallback.map(Double.init))
        guard let whole = Int(exactly: number), abs(whole) <= 1 << 31 else { throw wrong(index, "a whole number") }
        return whole
    }

    /// Numbers from here on.
    func integers(from index: Int) throws -> [Int] {
        try (index..<max(index, arguments.count)).map { try integer($0) }
    }

    /// Whether there is an argument.
    func has(_ index: Int) -> Bool { argument(index) != nil }

    /// A text.
    func text(_ index: Int, default fallback: String? = nil) throws -> String {
        switch argument(index) {
        case .text(let text), .path(let text): return text
        case .number(let number): return Self.text(number)
        case nil:
            guard let fallback else { throw missing(index) }
            return fallback
        default: throw wrong(index, "a text")
        }
    }

    /// Yes or no.
    func flag(_ index: Int, default fallback: Bool) throws -> Bool {
        switch argument(index) {
        case .flag(let flag): return flag
        case nil: return fallback
        default: throw wrong(index, "true or false")
        }
    }

    /// A span, in seconds: `'5min'`.
    func span(_ index: Int, default fallback: String? = nil) throws -> Int {
        guard let seconds = RenderTime.offset(try text(index, default: fallback)) else {
            throw wrong(index, "a span ('5min', '1h')")
        }
        return seconds
    }

    /// How values are put together.
    func aggregation(_ index: Int, default fallback: String? = nil) throws -> Aggregation {
        guard let found = Aggregation(rule: try text(index, default: fallback)) else {
            throw wrong(index, "one of average, sum, max, min, last")
        }
        return found
    }

    private func argument(_ index: Int) -> TargetExpression? {
        if index < arguments.count { return arguments[index] }
        return index < function.parameters.count ? named[function.parameters[index].name] : nil
    }

    private func missing(_ index: Int) -> RenderError {
        RenderError("\(function.name): the argument \(name(index)) is missing")
    }

    /// Something is wrong with an argument.
    func wrong(_ index: Int, _ wanted: String) -> RenderError {
        RenderError("\(function.name): \(name(index)) must be \(wanted)")
    }

    private func name(_ index: Int) -> String {
        let parameters = function.parameters
        return index < parameters.count ? parameters[index].name : parameters.last?.name ?? "\(index + 1)"
    }

    /// A number as it is written in names: `10`, `0.5`.
    static func text(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}

extension Aggregation {
    /// What Graphite calls it: `sum`, `avg`, `average`, `sumSeries` …
    init?(rule: String) {
        var rule = rule
        if rule.hasSuffix("Series") { rule.removeLast(6) }
        switch rule {
        case "avg", "average", "": self = .average
        case "sum", "total": self = .sum
        case "max": self = .max
        case "min": self = .min
        case "last", "current": self = .last
        default: return nil
        }
    }
}
