import FoundationEssentials
import Graphite
import Hummingbird

/// A series as `/render` tells it.
struct RenderedSeries: Encodable {
    private struct Point: Encodable {
        let value: Double?
        let time: Int

        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            if let value, value.isFinite { try container.encode(value) } else { try container.encodeNil() }
            try container.encode(time)
        }
    }

    private let target: String
    private let tags: [String: String]
    private let datapoints: [Point]

    init(_ series: RenderSeries) {
        target = series.name
        tags = ["name": series.path]
        datapoints = series.values.enumerated().map { Point(value: $1, time: series.start + $0 * series.step) }
    }
}

/// A place in the tree of metrics, as `/metrics/find?format=treejson` tells it.
struct TreeNode: Encodable {
    private let text: String
    private let id: String
    private let leaf: Int
    private let expandable: Int
    private let allowChildren: Int
    private let context: [String: String] = [:]

    /// A place that is both a metric and goes on is told twice.
    static func nodes(_ node: MetricHistory.Node) -> [TreeNode] {
        (node.isFolder ? [TreeNode(node.path, isMetric: false)] : [])
            + (node.isMetric ? [TreeNode(node.path, isMetric: true)] : [])
    }

    private init(_ path: String, isMetric: Bool) {
        text = TreeNode.name(path)
        id = path
        (leaf, expandable, allowChildren) = isMetric ? (1, 0, 0) : (0, 1, 1)
    }

    /// The last part of a path. Dots in tags part nothing.
    static func name(_ path: String) -> String {
        let end = path.firstIndex(of: ";") ?? path.endIndex
        let start = path[..<end].lastIndex(of: ".").map(path.index(after:)) ?? path.startIndex
        return String(path[start...])
    }
}

/// Places as `/metrics/find?format=completer` tells them.
struct CompleterAnswer: Encodable {
    private struct Node: Encodable {
        let path: String
        let name: String
        let is_leaf: String
    }

    private let metrics: [Node]

    init(_ nodes: [MetricHistory.Node]) {
        metrics = nodes.flatMap { node in
            let name = TreeNode.name(node.path)
            return (node.isFolder ? [Node(path: node.path + ".", name: name, is_leaf: "0")] : [])
                + (node.isMetric ? [Node(path: node.path, name: name, is_leaf: "1")] : [])
        }
    }
}

/// A function as `/functions` tells it: what Grafana offers in its editor.
struct FunctionAnswer: Encodable {
    private struct Parameter: Encodable {
        let name: String
        let type: String
        let required: Bool
        let multiple: Bool
    }

    private let name: String
    private let function: String
    private let description: String
    private let module = "graphite.render.functions"
    private let group: String
    private let params: [Parameter]

    init(_ given: RenderFunction) {
        name = given.name
        function = "\(given.name)(\(given.parameters.map(\.name).joined(separator: ", ")))"
        description = function
        group = given.group
        params = given.parameters.map {
            Parameter(name: $0.name, type: $0.kind.rawValue, required: $0.isRequired, multiple: $0.isMany)
        }
    }
}

extension Response {
    /// A value as JSON with the keys as they are, which are Graphite's.
    static func graphite(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }
}
