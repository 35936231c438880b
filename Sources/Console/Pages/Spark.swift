/// A worker's rates as a small line: the path of an SVG 60 wide and 20 high.
enum Spark {
    private static let width = 60
    private static let height = 20.0

    /// The path; nil when there is nothing to draw.
    /// - Parameter steps: How many steps the whole width is.
    static func path(_ rates: [Double?], of steps: Int) -> String? {
        let portion = max(1, steps / width)
        let missing = [Double?](repeating: nil, count: max(0, steps - rates.count))
        let all = missing + rates.suffix(steps)
        let points = stride(from: 0, to: all.count, by: portion).map { start -> Double? in
            let known = all[start..<min(start + portion, all.count)].compactMap(\.self)
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
        let most = points.compactMap(\.self).max() ?? 0
        var path = ""
        var isOpen = false
        for (x, point) in points.enumerated() {
            guard let point else {
                isOpen = false
                continue
            }
            let y = most > 0 ? height - 1 - (height - 2) * point / most : height - 1
            path += "\(isOpen ? "L" : "M")\(x),\((y * 10).rounded() / 10)"
            isOpen = true
        }
        return path.contains("L") ? path : nil
    }
}
