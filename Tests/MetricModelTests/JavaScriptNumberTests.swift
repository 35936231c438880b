import MetricModel
import Testing

struct JavaScriptNumberTests {
    @Test(
        "Numbers are read as JavaScript's Number() reads them",
        arguments: [
            ("1", 1), ("-5", -5), ("+5", 5), ("0.1", 0.1), (".5", 0.5), ("5.", 5), ("007", 7), ("1e3", 1000),
            ("1E-3", 0.001),
            ("0x10", 16), ("0XfF", 255), ("0o17", 15), ("0b101", 5), ("", 0), ("  ", 0), (" 12\t", 12), ("12\r", 12),
            ("123456789012345678", 123_456_789_012_345_680), ("1e400", .infinity), ("-1e400", -.infinity),
            ("1e-400", 0),
            ("Infinity", .infinity), ("-Infinity", -.infinity), ("+Infinity", .infinity),
            ("0.30000000000000004", 0.1 + 0.2),
            ("9007199254740993", 9_007_199_254_740_992), ("-0", -0.0), ("0.000001", 1e-6),
            ("179.99999999999997", 179.99999999999997),
        ] as [(String, Double)])
    func reads(text: String, number: Double) { #expect(JavaScriptNumber.read(text) == number) }

    @Test(
        "What is no number to JavaScript is none",
        arguments: [
            "x", "1x", "1 2", "--1", "+-1", "1e", "1e+", ".", "-", "+", "e3", "0x", "0xg", "0b2", "0o8", "-0x10",
            "1_000", "1,5",
            "nan", "NaN", "inf", "infinity", "INFINITY", "0x1p3", "1.2.3", "1e1.5", "\u{a7}", "1\0",
        ])
    func refuses(text: String) { #expect(JavaScriptNumber.read(text) == nil) }

    @Test(
        "Numbers are written as JavaScript writes them",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"), (1.5e300, "1.5e+300"), (123_456_789_012_345_683_968, "123456789012345680000"),
            (0.000001, "0.000001"),
            (0.0000015, "0.0000015"), (1e-7, "1e-7"), (1.25e-10, "1.25e-10"), (.leastNonzeroMagnitude, "5e-324"),
            (.infinity, "Infinity"),
            (-.infinity, "-Infinity"), (.nan, "NaN"), (9_007_199_254_740_992, "9007199254740992"),
            (81.64965809277261, "81.64965809277261"),
            (-2.5, "-2.5"), (1.7976931348623157e308, "1.7976931348623157e+308"), (123456.789, "123456.789"),
            (4.35, "4.35"),
            (9_007_199_254_740_994, "9007199254740994"), (-0.00001, "-0.00001"), (100, "100"),
            (1234500000, "1234500000"),
        ] as [(Double, String)])
    func writes(number: Double, text: String) { #expect(JavaScriptNumber.text(of: number) == text) }

    @Test("What is written is read as the same number")
    func roundTrip() {
        var bits: UInt64 = 88_172_645_463_325_252
        for _ in 0..<20_000 {
            // xorshift: any bit pattern may come.
            bits ^= bits << 13
            bits ^= bits >> 7
            bits ^= bits << 17
            let number = Double(bitPattern: bits)
            guard !number.isNaN else { continue }
            #expect(JavaScriptNumber.read(JavaScriptNumber.text(of: number)) == number)
        }
    }
}
