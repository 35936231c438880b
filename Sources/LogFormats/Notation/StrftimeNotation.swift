import PluginAPI

/// What Apache's `%{…}t` and Tomcat's may hold: the letters of strftime whose length is fixed.
enum StrftimeNotation {
    /// Takes a time format apart.
    /// - Throws: ``PluginError`` naming a letter that there is not.
    static func tokens(of format: Substring, name: String, column: Int) throws -> [Token] {
        var tokens: [Token] = []
        var rest = format.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.popFirst() else {
                tokens.append(.text([byte]))
                continue
            }
            tokens += try piece(letter, "%{%\(Unicode.Scalar(letter))}t", column)
        }
        return tokens
    }

    private static func piece(_ letter: UInt8, _ name: String, _ column: Int) throws -> [Token] {
        func number(_ field: Field, _ width: Int) -> [Token] { [.field(field, name: name, width: width)] }
        switch letter {
        case UInt8(ascii: "Y"): return number(.year, 4)
        case UInt8(ascii: "y"): return number(.shortYear, 2)
        case UInt8(ascii: "m"): return number(.month, 2)
        case UInt8(ascii: "d"): return number(.day, 2)
        case UInt8(ascii: "H"): return number(.hour, 2)
        case UInt8(ascii: "M"): return number(.minute, 2)
        case UInt8(ascii: "S"): return number(.second, 2)
        case UInt8(ascii: "b"), UInt8(ascii: "h"): return number(.monthName, 3)
        case UInt8(ascii: "a"): return number(.ignored, 3)
        case UInt8(ascii: "z"): return number(.zone, 5)
        case UInt8(ascii: "F"): return number(.date, 10)
        case UInt8(ascii: "T"): return number(.clock, 8)
        case UInt8(ascii: "s"): return [.field(.epoch, name: name)]
        case UInt8(ascii: "%"): return [.text([letter])]
        default: throw PluginError.option("format", "\(name) at column \(column) cannot be read")
        }
    }
}
