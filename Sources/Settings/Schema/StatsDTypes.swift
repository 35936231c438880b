extension ValueType<Bool?> {
    /// A flag that may be left to another; empty: it is.
    static let optionalFlag = ValueType(
        expected: ValueType<Bool>.flag.expected,
        read: { text, directory in
            text.isEmpty ? .some(nil) : ValueType<Bool>.flag.read(text, directory).map { .some($0) }
        },
        show: { $0.map(ValueType<Bool>.flag.show) ?? "" })
}

extension ValueType<[Bins]> {
    /// Rows of bins.
    static let bins = ValueType(
        expected: "rows of bins (render:10,100,inf *:1,2.5)",
        read: { text, _ in
            let rows = text.words.map(Bins.init(text:))
            return rows.contains(nil) ? nil : rows.compactMap(\.self)
        },
        show: { $0.map(\.text).joined(separator: " ") })
}

extension Bins {
    /// Reads `render:10,100,inf`; `*` stands for any name.
    fileprivate init?(text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        let ends = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard !ends.contains(nil), !ends.contains(where: { $0?.isNaN == true }) else { return nil }
        self.init(metric: parts[0] == "*" ? "" : String(parts[0]), ends: ends.compactMap(\.self))
    }

    fileprivate var text: String {
        "\(metric.isEmpty ? "*" : metric):"
            + ends.map { $0 == $0.rounded() && $0.isFinite ? String(Int($0)) : String($0) }.joined(separator: ",")
    }
}

extension ValueType<[Double]> {
    /// Percentiles.
    static let percentiles = ValueType(
        expected: "a list of percentiles from -100 to 100 (90 99.9 -10)",
        read: { text, _ in
            let numbers = text.words.map { Double($0).flatMap { abs($0) <= 100 && $0 != 0 ? $0 : nil } }
            return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
        },
        show: { $0.map { $0 == $0.rounded() ? String(Int($0)) : String($0) }.joined(separator: " ") })
}
