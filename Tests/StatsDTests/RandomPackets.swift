import SeededRandom

/// Packets put together of right and wrong parts.
struct RandomPackets {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// A packet of some lines.
    /// - Parameter isExact: Whether sums of its numbers are the same in any order, and no gauge is changed by `+` or `-`.
    mutating func next(isExact: Bool = false) -> [UInt8] {
        let lines = (0...random.below(6)).map { _ in isExact ? exactLine() : line() }
        var bytes = Array(lines.joined(separator: "\n").utf8)
        if !isExact, random.chance(0.05), !bytes.isEmpty { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
        return bytes
    }

    private mutating func exactLine() -> String {
        let key = "k\(random.below(9))"
        switch random.below(4) {
        case 0: return "\(key):\(random.below(1_000))|c|@0.5"
        case 1: return "\(key):\(random.below(1_000))|ms"
        case 2: return "\(key):\(random.below(9))|s"
        default: return "bad"
        }
    }

    private mutating func line() -> String {
        var line = draw(["a", "b", "a.b", "web/hits", "x y", "é", "a;t=1", "cpu,host=h", "", "statsd.packets_received"])
        for _ in 0..<draw([1, 1, 1, 1, 2, 3, 0]) { line += ":\(value())|\(type())\(rate())" }
        if random.chance(0.2) {
            line += draw(["|#x:y", "|#x:y,z:1", "|#", "|#a", "|#a:b:c;d;e", "|#x:y|c:id", "|#x|#y", "|#,,"])
        }
        if random.chance(0.03) { line += "\r" }
        return line
    }

    private mutating func value() -> String {
        if random.chance(0.6) { return "\(random.below(1_000))" }
        if random.chance(0.5) { return draw(["+", "-", ""]) + "\(random.below(100)).\(random.below(1_000))" }
        return draw([
            "0x1f", "1e3", " 5 ", "", " ", "x", "1e-7", "+7", "-7", "0", "-0", ".5", "5.", "1_0", "Infinity", "nan",
            "1 2",
        ])
    }

    private mutating func type() -> String {
        random.chance(0.9) ? draw(["c", "g", "ms", "s"]) : draw(["h", "d", "", " ms", "g ", "C", "x", "ms\t", " s"])
    }

    private mutating func rate() -> String {
        guard random.chance(0.2) else { return "" }
        return random.chance(0.8)
            ? draw(["|@0.1", "|@0.5", "|@1", "|@0.3"])
            : draw([
                "|@", "|", "|@0", "|@-1", "|@1e-1", "|@x", "|0.1", "|@ 1", "|@2|z", "|@.", "|@1.5.2", "|@0x2", "|@+1",
            ])
    }

    private mutating func draw<Value>(_ values: [Value]) -> Value { values[random.below(values.count)] }
}
