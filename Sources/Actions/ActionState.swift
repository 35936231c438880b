/// All actions with the newest values of each, and the line that tells clients of them.
public struct ActionState: Sendable {
    /// One action.
    public struct Record: Sendable {
        /// The newest values, the oldest first.
        public fileprivate(set) var values: [ActionValue]
        /// The numeric ones as they stand in the state's line; nil: to be made anew.
        fileprivate var points: String?
    }

    /// The actions, by their names.
    public private(set) var records: [String: Record] = [:]
    /// In the order in which they were first seen, so that lines that follow each other are alike.
    private var order: [String] = []
    private let history: Int

    /// No actions yet.
    /// - Parameter history: How many values of each are kept.
    public init(history: Int) { self.history = history }

    /// How many actions there are.
    public var count: Int { order.count }

    /// Whether there is an action of a name.
    public func knows(_ name: String) -> Bool { records[name] != nil }

    /// Adds a value; the oldest goes when there are more than are kept.
    public mutating func add(_ name: String, _ value: ActionValue) {
        if records[name] == nil { order.append(name) }
        var record = records.removeValue(forKey: name) ?? Record(values: [], points: nil)
        record.values.append(value)
        if record.values.count > history { record.values.removeFirst(record.values.count - history) }
        record.points = nil
        records[name] = record
    }

    /// `{"ABC": [{"x": …, "y": …}, …]}`, as the original's, with its line end: numbers only. An action of which nothing else is known
    /// is not there.
    public mutating func line() -> [UInt8] {
        var output = Array("{".utf8)
        for name in order {
            guard var record = records[name] else { continue }
            if record.points == nil {
                let numbers = record.values.filter(\.content.isNumeric)
                record.points =
                    numbers.isEmpty ? "" : "\(PythonJSON.string(name)): \(PythonJSON.array(numbers.map(\.point)))"
                records[name] = record
            }
            guard let points = record.points, !points.isEmpty else { continue }
            if output.count > 1 { output += ", ".utf8 }
            output += points.utf8
        }
        output += "}\r\n".utf8
        return output
    }

    /// The same of all kinds: `{"MOOD": [{"x": …, "y": 1.0, "kind": "category", "text": "sunny"}]}`.
    public func typedLine() -> [UInt8] {
        let members = order.compactMap { name in
            records[name].map { (name, PythonJSON.array($0.values.map(\.typedPoint))) }
        }
        return Array(PythonJSON.object(members).utf8) + [13, 10]
    }
}
