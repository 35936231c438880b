import Actions

/// An action's newest values as a small picture, 120 wide and 28 high: a line for numbers, ticks for events, steps for categories.
struct ActionSpark {
    /// The path of the line, or of the ticks.
    let path: String
    /// Where the newest value is.
    let end: (x: Double, y: Double)?

    static let width = 120.0
    static let height = 28.0
    private static let edge = 3.0

    /// - Returns: nil when there is nothing to draw.
    init?(_ action: ActionStatus) {
        let values = action.values.filter { $0.kind == action.kind }
        guard values.count > 1, let first = values.first?.time, let last = values.last?.time else { return nil }
        let span = max(last - first, 1e-3)
        func x(_ value: ActionStatus.Value) -> Double {
            Self.edge + (Self.width - 2 * Self.edge) * (value.time - first) / span
        }
        let isTime = values.allSatisfy { $0.text == ActionContent.timeOfDay }
        if action.kind == .event, !isTime {
            path = values.map { "M\(Self.rounded(x($0))),6V22" }.joined()
            end = nil
            return
        }
        let levels = Self.levels(values, action.kind)
        let (low, high) = (levels.min() ?? 0, levels.max() ?? 0)
        let points = zip(values, levels).map { value, level in
            let part = high > low ? (level - low) / (high - low) : 0.5
            return (
                Self.rounded(x(value)), Self.rounded(Self.height - Self.edge - (Self.height - 2 * Self.edge) * part)
            )
        }
        var text = ""
        for (index, point) in points.enumerated() {
            if index == 0 {
                text = "M\(point.0),\(point.1)"
            } else if action.kind == .measurement || isTime {
                text += "L\(point.0),\(point.1)"
            } else {
                text += "H\(point.0)V\(point.1)"
            }
        }
        path = text
        end = points.last.map { (x: $0.0, y: $0.1) }
    }

    /// How high each value is: counters add up, categories have a level each.
    private static func levels(_ values: [ActionStatus.Value], _ kind: ActionKind) -> [Double] {
        switch kind {
        case .measurement, .event: return values.map(\.number)
        case .counter:
            var sum = 0.0
            return values.map { value in
                sum += value.number
                return sum
            }
        case .category:
            var levels: [String: Double] = [:]
            return values.map { value in
                let text = value.text ?? ""
                let level = levels[text] ?? Double(levels.count)
                levels[text] = level
                return level
            }
        }
    }

    private static func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}
