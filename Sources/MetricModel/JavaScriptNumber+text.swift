extension JavaScriptNumber {
    /// A number as `String(number)` has it: `1`, `0.1`, `1e+21`, `NaN`, `-Infinity`.
    public static func text(of number: Double) -> String {
        var bytes: [UInt8] = []
        append(number, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a number as `String(number)` has it.
    public static func append(_ number: Double, to bytes: inout [UInt8]) {
        if let whole = Int64(exactly: number), abs(whole) < 1 << 53 {
            bytes += String(whole).utf8
        } else if number.isNaN {
            bytes += "NaN".utf8
        } else {
            if number < 0 { bytes.append(UInt8(ascii: "-")) }
            number.isInfinite ? (bytes += "Infinity".utf8) : append(Shortest(number.magnitude), to: &bytes)
        }
    }

    private static func append(_ number: Shortest, to bytes: inout [UInt8]) {
        let (digits, point) = (number.digits, number.point)
        switch point {
        case 1...21 where digits.count <= point:
            bytes += digits
            bytes += repeatElement(UInt8(ascii: "0"), count: point - digits.count)
        case 1...21:
            bytes += digits[..<point]
            bytes.append(UInt8(ascii: "."))
            bytes += digits[point...]
        case -5...0:
            bytes += "0.".utf8
            bytes += repeatElement(UInt8(ascii: "0"), count: -point)
            bytes += digits
        default:
            bytes.append(digits[0])
            if digits.count > 1 {
                bytes.append(UInt8(ascii: "."))
                bytes += digits[1...]
            }
            bytes += (point > 0 ? "e+" : "e-").utf8
            bytes += String(abs(point - 1)).utf8
        }
    }

    /// The fewest digits that make a positive number, and where its point stands: `digits` × 10^(`point` − number of digits).
    /// Swift's own text has the same digits as JavaScript's, in another dress.
    private struct Shortest {
        var digits: [UInt8] = []
        var point = 0

        init(_ number: Double) {
            var exponent = 0
            var whole: Int?
            let parts = number.description.utf8.split(separator: UInt8(ascii: "e"))
            if parts.count > 1 { exponent = Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 }
            for byte in parts[0] {
                if byte == UInt8(ascii: ".") { whole = digits.count } else { digits.append(byte) }
            }
            point = (whole ?? digits.count) + exponent
            while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
            while digits.count > 1, digits[0] == UInt8(ascii: "0") {
                digits.removeFirst()
                point -= 1
            }
        }
    }
}
