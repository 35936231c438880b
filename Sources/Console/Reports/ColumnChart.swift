/// Columns over time, one series upon the other: an SVG that needs no script, of a fixed height and as wide as its place.
/// Lengths along the time are in percent, so that letters stay letters on a telephone.
struct ColumnChart: Sendable {
    /// One of the things that a column consists of.
    struct Series: Sendable {
        /// What the key calls it.
        let name: String
        /// The class that colours it.
        let style: String
        /// One for each step.
        let values: [Double]
    }

    /// What the values are.
    enum Unit: Sendable {
        case count, bytes
        /// Parts of one.
        case share

        func text(_ value: Double) -> String {
            switch self {
            case .count: Figure.count(Int(value))
            case .bytes: Figure.bytes(Int(value))
            case .share: "\(Figure.percent(value)) %"
            }
        }

        /// As it stands beside a line.
        func tick(_ value: Double) -> String {
            switch self {
            case .count: Figure.short(value)
            case .bytes, .share: text(value)
            }
        }
    }

    /// In pixels.
    private static let (top, bottom) = (12.0, 212.0)

    let id: String
    let title: String
    let steps: ReportSteps
    let series: [Series]
    let unit: Unit

    /// What its template names.
    var values: [String: Any] {
        let sums = steps.steps.indices.map { index in series.reduce(0) { $0 + $1.values[index] } }
        let scale = ChartScale(upTo: sums.max() ?? 0, isWhole: unit != .share)
        func y(_ value: Double) -> Double { Self.bottom - (Self.bottom - Self.top) * value / scale.top }
        return [
            "id": id, "title": title, "description": description(sums),
            "ticks": scale.ticks.map { ["y": Self.rounded(y($0)), "text": unit.tick($0)] },
            "columns": steps.steps.indices.map { index in
                column(index, height: { Self.bottom - y($0) })
            },
            "series": series.map { ["name": $0.name, "style": $0.style] },
            "labels": labels(most: 14), "narrowLabels": labels(most: 5),
        ]
    }

    private func column(_ index: Int, height: (Double) -> Double) -> [String: Any] {
        let cell = 100 / Double(steps.steps.count)
        let gap = steps.steps.count > 40 ? 0.12 : 0.2
        var y = Self.bottom
        let parts = series.compactMap { series -> [String: Any]? in
            // What is there at all can be seen.
            let tall = series.values[index] > 0 ? max(1, height(series.values[index])) : 0
            guard tall > 0 else { return nil }
            y -= tall
            return ["style": series.style, "y": Self.rounded(y), "height": Self.rounded(tall)]
        }
        let said = series.map { "\(unit.text($0.values[index])) \($0.name)" }.joined(separator: ", ")
        return [
            "start": Self.rounded(cell * Double(index)), "width": Self.rounded(cell),
            "barStart": Self.rounded(cell * (Double(index) + gap / 2)), "barWidth": Self.rounded(cell * (1 - gap)),
            "parts": parts, "text": "\(steps.title(of: index)): \(said)",
        ]
    }

    private func labels(most: Int) -> [[String: Any]] {
        let cell = 100 / Double(steps.steps.count)
        return steps.labels(most: most).map { index, text in
            ["x": Self.rounded(cell * (Double(index) + 0.5)), "text": text]
        }
    }

    /// What is to be seen, for who does not see it.
    private func description(_ sums: [Double]) -> String {
        let count = steps.steps.count
        guard count > 0, let most = sums.indices.max(by: { sums[$0] < sums[$1] }) else { return "" }
        let range = "\(steps.title(of: 0)) to \(steps.title(of: count - 1)), a column for each \(steps.length.rawValue)"
        return sums[most] > 0
            ? "\(range); the highest is \(steps.title(of: most)) with \(unit.text(sums[most]))."
            : "\(range); there is nothing in any."
    }

    private static func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
}
