/// Prometheus' text format.
struct MetricsText {
    enum Kind: String {
        case counter, gauge
    }

    private(set) var text = ""
    private var name = ""

    /// Begins a family of samples.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Adds a sample to the family.
    mutating func sample(_ labels: [(name: String, value: String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{\(labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ","))}"
        }
        let isWhole = value == value.rounded() && value.magnitude < 1e15
        text += " \(isWhole ? String(Int(value)) : String(value))\n"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { result, letter in
            switch letter {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n", "\r\n": result += "\\n"
            default: result.append(letter)
            }
        }
    }
}
