import Telemetry

/// Prometheus' text format.
struct MetricsText {
    enum Kind: String {
        case counter, gauge, histogram
    }

    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""
    private var name = ""

    /// Begins a family of samples.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Adds a sample to the family.
    mutating func sample(_ labels: Labels, _ value: Double) { add("", labels, Self.number(value)) }

    /// Adds a histogram's samples to the family.
    mutating func histogram(_ labels: Labels, _ histogram: LatencyHistogram) {
        var count = 0
        for (bound, added) in zip(histogram.bounds.map(Self.number) + ["+Inf"], histogram.counts) {
            count += added
            add("_bucket", labels + [("le", bound)], String(count))
        }
        add("_sum", labels, Self.number(histogram.sum))
        add("_count", labels, String(count))
    }

    private mutating func add(_ suffix: String, _ labels: Labels, _ value: String) {
        text += name + suffix
        if !labels.isEmpty {
            text += "{\(labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ","))}"
        }
        text += " \(value)\n"
    }

    private static func number(_ value: Double) -> String {
        let isWhole = value == value.rounded() && value.magnitude < 1e15
        return isWhole ? String(Int(value)) : String(value)
    }

    private static func escaped(_ value: String) -> String {
        // Not by characters: a quote with an accent on it is a quote to Prometheus.
        value.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
