import PluginAPI

/// A field's bytes as they stand in the line, and how to read them.
struct FieldText {
    /// How a log writes bytes that it cannot write as they are.
    enum Coding {
        case plain
        /// `\"`, `\xHH`, `\uHHHH`.
        case backslash
        /// `+` for a blank (IIS, in user agents).
        case plus
        /// `%20` for a blank (CloudFront and SHOUTcast, in user agents; CloudFront often twice).
        case percent
    }

    let range: Range<Int>
    let coding: Coding

    static let none = FieldText(range: 0..<0, coding: .plain)

    init(range: Range<Int>, coding: Coding) {
        self.range = range
        self.coding = coding
    }

    init(_ quoted: QuotedField) {
        self.init(range: quoted.range, coding: quoted.hasBackslash ? .backslash : .plain)
    }

    var isEmpty: Bool { range.isEmpty }

    /// The range of the text as it was meant. What is written otherwise is appended to the bytes.
    func decoded(in bytes: inout [UInt8]) -> Range<Int> {
        switch coding {
        case .plain: return range
        case .backslash: return QuotedField(range: range, hasBackslash: true).unescaped(in: &bytes)
        case .plus:
            guard bytes[range].contains(UInt8(ascii: "+")) else { return range }
            let start = bytes.count
            bytes.reserveCapacity(start + range.count)
            for index in range {
                bytes.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
            }
            return start..<bytes.count
        case .percent:
            let once = Self.percentDecoded(range, in: &bytes)
            return Self.holdsEncodedBlank(bytes[once]) ? Self.percentDecoded(once, in: &bytes) : once
        }
    }

    private static func percentDecoded(_ range: Range<Int>, in bytes: inout [UInt8]) -> Range<Int> {
        guard bytes[range].contains(UInt8(ascii: "%")) else { return range }
        let start = bytes.count
        bytes.reserveCapacity(start + range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < range.upperBound,
                let high = HexDigit.value(bytes[index + 1]), let low = HexDigit.value(bytes[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(bytes[index])
                index += 1
            }
        }
        return start..<bytes.count
    }

    private static func holdsEncodedBlank(_ text: ArraySlice<UInt8>) -> Bool {
        var before: (UInt8, UInt8) = (0, 0)
        for byte in text {
            if before == (UInt8(ascii: "%"), UInt8(ascii: "2")), byte == UInt8(ascii: "0") { return true }
            before = (before.1, byte)
        }
        return false
    }
}
