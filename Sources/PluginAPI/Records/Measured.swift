/// What web logs can be asked to measure of each use of an item: the words of the option `measure`.
enum Measured: String, Sendable, CaseIterable {
    /// How long the server took for the answer.
    case duration
    /// How large the answer was.
    case bytes

    /// Reads the option.
    /// - Throws: ``PluginError`` naming it.
    static func all(in settings: PluginSettings) throws -> [Measured] {
        guard settings["measure"] != nil else { return [] }
        return try settings.words("measure").map { word in
            guard let measured = Measured(rawValue: String(word)) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw PluginError.option("measure", "'\(word)' cannot be measured; what can is \(known)")
            }
            return measured
        }
    }

    /// What a line tells of it; nil: nothing.
    func measurement(in line: ParsedLine) -> Measurement? {
        switch self {
        case .duration: line.duration.map { Measurement(name: rawValue, value: $0, unit: "s", kind: "timer") }
        case .bytes:
            line.bytes > 0
                ? Measurement(name: rawValue, value: Double(line.bytes), unit: "bytes", kind: "gauge") : nil
        }
    }
}
