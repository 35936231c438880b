import PluginAPI

/// The parameters of a request to the COUNTER API.
struct CounterQuery {
    private var values: [String: String] = [:]

    /// Reads an address' query.
    /// - Throws: ``CounterException`` 1030 when a parameter is given twice: which one is meant cannot be known.
    init(_ query: String) throws(CounterException) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(parts[0])
            let value = parts.count == 2 ? Self.decoded(parts[1]) : ""
            guard values.updateValue(value, forKey: name) == nil else {
                throw CounterException(.insufficientInformation, "\(Self.shown(name)) is given more than once")
            }
        }
    }

    /// The value of a parameter; nil when it is not given, or empty.
    subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The value of a parameter that there must be.
    /// - Throws: ``CounterException`` 1030.
    func required(_ names: [String]) throws(CounterException) {
        let missing = names.filter { self[$0] == nil }
        guard missing.isEmpty else {
            throw CounterException(.insufficientInformation, "\(missing.joined(separator: ", ")): missing")
        }
    }

    /// The parameters besides some, with names and values as an answer may repeat them.
    func parameters(besides known: Set<String>) -> [String: String] {
        let others = values.filter { !known.contains($0.key) }.map { (Self.plain($0.key), Self.plain($0.value)) }
        return Dictionary(others) { first, _ in first }
    }

    /// What was sent, as an answer may repeat it: not too long, and without what is no text.
    static func shown(_ text: String) -> String {
        plain(text.unicodeScalars.count > 100 ? String(text.unicodeScalars.prefix(100)) + "…" : text)
    }

    private static func plain(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                shown.append("\u{FFFD}")
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    private static func decoded(_ text: Substring) -> String {
        PercentEncoding.decodedOnce(text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }[...])
    }
}
