/// A function of series.
public struct RenderFunction: Sendable {
    /// What a function is given.
    public struct Parameter: Sendable {
        /// What Graphite calls the kinds of arguments.
        public enum Kind: String, Sendable {
            case seriesList, seriesLists, integer, float, string, node, interval, boolean, aggFunc
        }

        /// Its name.
        public let name: String
        /// What may be given.
        public let kind: Kind
        /// Whether it must be there.
        public let isRequired: Bool
        /// Whether more of the same may follow.
        public let isMany: Bool

        /// Something that must be there.
        static func one(_ name: String, _ kind: Kind) -> Parameter {
            Parameter(name: name, kind: kind, isRequired: true, isMany: false)
        }

        /// Something that may be left out.
        static func maybe(_ name: String, _ kind: Kind) -> Parameter {
            Parameter(name: name, kind: kind, isRequired: false, isMany: false)
        }

        /// One or more of the same.
        static func many(_ name: String, _ kind: Kind) -> Parameter {
            Parameter(name: name, kind: kind, isRequired: true, isMany: true)
        }

        static let series = one("seriesList", .seriesList)
        static let manySeries = many("seriesLists", .seriesLists)
    }

    /// What it is called.
    public let name: String
    /// The kind of function, as Graphite groups them.
    public let group: String
    /// What it is given.
    public let parameters: [Parameter]
    let body: @Sendable (RenderCall) throws -> [RenderSeries]

    init(
        _ name: String, _ group: String, _ parameters: [Parameter],
        _ body: @escaping @Sendable (RenderCall) throws -> [RenderSeries]
    ) {
        (self.name, self.group, self.parameters, self.body) = (name, group, parameters, body)
    }

    /// A function that makes of each series one of as many values.
    static func each(
        _ name: String, _ group: String, _ parameters: [Parameter] = [],
        _ make: @escaping @Sendable (RenderCall) throws -> ((RenderSeries) -> [Double?])
    ) -> RenderFunction {
        RenderFunction(name, group, [.series] + parameters) { call in
            let make = try make(call)
            // Only numbers are shown in the name, as Graphite does.
            let numbers = try parameters.indices.filter { parameters[$0].kind != .boolean && call.has($0 + 1) }
                .map { "," + (try call.text($0 + 1)) }.joined()
            return try call.series().map { $0.with(name: "\(name)(\($0.name)\(numbers))", make($0)) }
        }
    }

    /// All functions, by their names.
    public static let all: [String: RenderFunction] = {
        let functions = naming + transforming + rates + combining + filtering + sorting + windows
        return Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
    }()
}
