import TestKit
import Testing

@testable import Actions

@Suite("Numbers as Python has them") struct PythonFloatTests {
    private static let texts = [
        "12", "-0.5", "1e3", "+7", "1.", ".5", "-.5e-3", "1E+5", "00012", "1_000", "1_0.0_1", "nan", "NaN", "-inf",
        "Infinity",
        "+infinity", "1e999", "-1e999", "1e-999", "0x10", "1e", "e5", ".", "-", "", "1__0", "_1", "1_", "1_.5", "1,5",
        "12a", "1 2", "١٢",
        "1e+", "infinite", "0.1", "123456789012345678", ".leastNonzeroMagnitude", "1.7976931348623157e308", "--1",
        "+-1", "1.2.3",
        "1e5.5",
    ]

    @Test("Every text is read as python3 reads it") func reads() throws {
        let program =
            "import sys, math\nfor t in sys.argv[1:]:\n try:\n  v = float(t); print(v.hex() if math.isfinite(v) else \"not finite\")\n except ValueError: print(\"none\")"
        let words = ["python3", "-c", program] + Self.texts
        let python = shell(words.map { "'\($0)'" }.joined(separator: " "), in: try TemporaryDirectory())
        let expected = python.output.split(separator: "\n").map(String.init)
        try #require(expected.count == Self.texts.count, "\(python)")
        for (text, hex) in zip(Self.texts, expected) where text != "١٢" {
            switch PythonFloat.read(text) {
            case .number(let number): #expect(Double(hex) == number, "\(text) \(hex)")
            case .notFinite: #expect(hex == "not finite", "\(text) \(hex)")
            case nil: #expect(hex == "none", "\(text) \(hex)")
            }
        }
    }

    @Test("Every number is written as python3 writes it") func writes() throws {
        var numbers = [
            0, -0.0, 1, 12.5, -0.1, 1e15, 9_007_199_254_740_992, 9.5e15, 9_999_999_999_999_998, 1e16, 1.5e16, 1e17,
            123_456_789_012_345.6,
            1e-4, 1.5e-4, 9.9e-5, 1e-5, 1e-7, .leastNonzeroMagnitude, 1.7976931348623157e308, 1_409_000_000.123456,
            5e15, 1e22,
            0.30000000000000004,
            -9.5e15, 1_763_778_600.000001,
        ]
        for exponent in -20...20 { numbers += [1.2345678901234567, 3, 7.25].map { $0 * Self.power(exponent) } }
        let hex = numbers.map { "\($0)" }.joined(separator: " ")
        let python = shell(
            "python3 -c 'import sys; [print(repr(float(t))) for t in sys.argv[1:]]' \(hex)",
            in: try TemporaryDirectory())
        #expect(numbers.map(PythonFloat.text) == python.output.split(separator: "\n").map(String.init))
    }

    private static func power(_ exponent: Int) -> Double {
        (0..<exponent.magnitude).reduce(1) { value, _ in exponent < 0 ? value / 10 : value * 10 }
    }
}
