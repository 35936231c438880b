/// Numbers as Python reads and writes them: the old clients and servers of the protocol are Python programs.
enum PythonFloat {
    /// What a text is to Python's `float()`.
    enum Reading: Equatable {
        /// A number.
        case number(Double)
        /// `nan`, `inf`, `-infinity`, or so large that it becomes infinite: what JSON cannot say.
        case notFinite
    }

    /// Reads a text without blanks around it, as `float()` does (Python 3.12, Library Reference, "Built-in Functions"): ASCII digits,
    /// single underscores between them, no hexadecimal.
    /// - Returns: nil when `float()` would raise ValueError.
    static func read(_ text: some StringProtocol) -> Reading? {
        var digits: [UInt8] = []
        var rest = Substring(text).utf8[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            digits.append(sign)
            rest.removeFirst()
        }
        if ["nan", "inf", "infinity"].contains(String(Substring(rest)).lowercased()) { return .notFinite }
        let whole = takeDigits(&rest, into: &digits)
        var hasDigits = whole
        if rest.first == UInt8(ascii: ".") {
            digits.append(rest.removeFirst())
            if takeDigits(&rest, into: &digits) { hasDigits = true }
        }
        guard hasDigits else { return nil }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            digits.append(rest.removeFirst())
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                digits.append(rest.removeFirst())
            }
            guard takeDigits(&rest, into: &digits) else { return nil }
        }
        guard rest.isEmpty, let value = Double(completed(digits)) else { return nil }
        return value.isFinite ? .number(value) : .notFinite
    }

    /// Takes digits with single underscores between them.
    /// - Returns: Whether there was one.
    private static func takeDigits(_ rest: inout Substring.UTF8View, into digits: inout [UInt8]) -> Bool {
        var isAny = false
        while let byte = rest.first {
            if byte &- UInt8(ascii: "0") <= 9 {
                digits.append(byte)
                isAny = true
                rest.removeFirst()
            } else if byte == UInt8(ascii: "_"), isAny, let next = rest.dropFirst().first,
                next &- UInt8(ascii: "0") <= 9
            {
                rest.removeFirst()
            } else {
                return isAny
            }
        }
        return isAny
    }

    /// With a digit on both sides of the point, as every reader of numbers takes it.
    private static func completed(_ digits: [UInt8]) -> String {
        var text = String(decoding: digits, as: UTF8.self)
        guard let point = text.firstIndex(of: ".") else { return text }
        let next = text.index(after: point)
        if next == text.endIndex || !text[next].isNumber { text.insert("0", at: next) }
        if point == text.startIndex || !text[text.index(before: point)].isNumber { text.insert("0", at: point) }
        return text
    }

    /// A finite number as `repr()` writes it, and so `json.dumps`: the shortest text that is read back as the same number, with an
    /// exponent below 1e-4 and from 1e16 on.
    static func text(of number: Double) -> String {
        let text = number.description
        guard let mark = text.firstIndex(of: "e") else { return text }
        guard let exponent = Int(text[text.index(after: mark)...]), (-4..<16).contains(exponent) else { return text }
        // Swift changes to an exponent earlier (from 2^54 on).
        var digits = text[..<mark].filter { $0.isNumber }
        if exponent >= 0, digits.count < exponent + 1 {
            digits += String(repeating: "0", count: exponent + 1 - digits.count)
        }
        let sign = number < 0 ? "-" : ""
        guard exponent >= 0 else { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let point = digits.index(digits.startIndex, offsetBy: exponent + 1)
        return "\(sign)\(digits[..<point]).\(point == digits.endIndex ? "0" : digits[point...])"
    }
}
