/// What is to be drawn, of when.
public struct RenderRequest: Sendable {
    /// Where the values come from: the series of the metrics that a pattern names, after a time and up to another.
    public typealias Fetch = (_ pattern: String, _ from: Int, _ until: Int) throws -> [RenderSeries]

    /// After this, in seconds since 1970.
    public var from: Int
    /// Up to this.
    public var until: Int

    /// A stretch of time.
    public init(from: Int, until: Int) { (self.from, self.until) = (from, until) }

    /// The series of a target.
    /// - Throws: ``RenderError`` when the target is wrong, and what `fetch` throws.
    public func series(_ target: String, _ fetch: Fetch) throws -> [RenderSeries] {
        try series(try TargetReader.read(target), fetch)
    }

    func series(_ expression: TargetExpression, _ fetch: Fetch) throws -> [RenderSeries] {
        switch expression {
        case .path(let pattern):
            return try fetch(pattern, from, until).map { series in
                var series = series
                if series.path.isEmpty { series.path = pattern }
                return series
            }
        case .call(let name, let arguments, let named):
            guard let function = RenderFunction.all[name] else {
                throw RenderError("\(name): there is no such function")
            }
            return try withoutActuallyEscaping(fetch) { fetch in
                try function.body(RenderCall(function, arguments, named, self, fetch))
            }
        case .number(let number): throw RenderError("\(number): no series")
        case .text(let text): throw RenderError("\"\(text)\": no series")
        case .flag(let flag): throw RenderError("\(flag): no series")
        }
    }
}
