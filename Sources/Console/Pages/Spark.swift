/// A worker's rates as a small line: the path of an SVG 60 wide and 20 high.
enum Spark {
    private static let width = 60.0
    private static let height = 20.0
    private static let mostPoints = 60

    /// The path; nil when there is nothing to draw.
    /// - Parameter steps: How many steps the whole width is.
    static func path(_ rates: [Double?], of steps: Int) -> String? {
        let portion = max(1, steps / mostPoints)
        let missing = [Double?](repeating: nil, count: max(0, steps - rates.count))
        let all = missing + rates.suffix(steps)
        let points = stride(from: 0, to: all.count, by: portion).map { start -> Double? in
            let known = all[start..<min(start + portion, all.count)].compactMap(\.self)
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
        let most = points.compactMap(\.self).max() ?? 0
        var path = ""
        var isOpen = false
        for (index, point) in points.enumerated() {
            guard let point else {
                isOpen = false
                continue
            }
            let y = most > 0 ? height - 1 - (height - 2) * point / most : height - 1
            let x = width * Double(index) / Double(points.count - 1)
            path += "\(isOpen ? "L" : "M")\(rounded(x)),\(rounded(y))"
            isOpen = true
        }
        return path.contains("L") ? path : nil
    }

    private static func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}
