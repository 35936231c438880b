import PluginAPI

/// Reads one JSON object without making a tree of it (RFC 8259). The keys that are wanted are a set of bits, which gets
/// smaller with each object that is entered.
extension LineScanner {
    private static var deepest: Int { 32 }

    mutating func skipBlanks() {
        while position < end, bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t") {
            position += 1
        }
    }

    /// An object; `wanted` are the keys whose paths led here.
    mutating func object(_ keys: JSONKeys, among wanted: UInt64, depth: Int, into fields: inout LineFields) throws {
        guard depth <= Self.deepest else { throw malformed("object", at: position, "too deep") }
        try require("{", "object")
        skipBlanks()
        if skip("}") { return }
        while true {
            skipBlanks()
            let key = try quoted("key").range
            skipBlanks()
            try require(":", "value")
            skipBlanks()
            try value(keys, among: narrowed(wanted, keys, to: key, depth), depth: depth, into: &fields)
            skipBlanks()
            if skip("}") { return }
            try require(",", "key")
        }
    }

    /// A value; of an array what counts is the first of its values.
    private mutating func value(
        _ keys: JSONKeys, among wanted: UInt64, depth: Int, into fields: inout LineFields
    ) throws {
        guard position < end else { throw malformed("value", at: position, "missing") }
        switch bytes[position] {
        case UInt8(ascii: "{"): try object(keys, among: wanted, depth: depth + 1, into: &fields)
        case UInt8(ascii: "["): try array(keys, among: wanted, depth: depth + 1, into: &fields)
        default: try scalarValue(keys, among: wanted, depth: depth, into: &fields)
        }
    }

    private mutating func scalarValue(
        _ keys: JSONKeys, among wanted: UInt64, depth: Int, into fields: inout LineFields
    ) throws {
        let key = keys.keys.indices.first { wanted & 1 << UInt64($0) != 0 && keys.keys[$0].path.count == depth + 1 }
        let text = try scalar(key.map { keys.keys[$0].name } ?? "value")
        if let key { try fields.take(text, as: keys.keys[key].field, keys.keys[key].name, self) }
    }

    private mutating func array(
        _ keys: JSONKeys, among wanted: UInt64, depth: Int, into fields: inout LineFields
    ) throws {
        guard depth <= Self.deepest else { throw malformed("array", at: position, "too deep") }
        try require("[", "array")
        skipBlanks()
        if skip("]") { return }
        var wanted = wanted
        while true {
            skipBlanks()
            if position < end, bytes[position] == UInt8(ascii: "{") || bytes[position] == UInt8(ascii: "[") {
                try value(keys, among: 0, depth: depth, into: &fields)
            } else {
                // What is in `"User-Agent": ["x"]` has the path of `"User-Agent": "x"`.
                try scalarValue(keys, among: wanted, depth: depth - 1, into: &fields)
            }
            wanted = 0
            skipBlanks()
            if skip("]") { return }
            try require(",", "value")
        }
    }

    /// A string, a number, `true`, `false` or `null`, which is as if it were not there.
    private mutating func scalar(_ name: String) throws -> FieldText {
        if position < end, bytes[position] == UInt8(ascii: "\"") { return FieldText(try quoted(name)) }
        let start = position
        while position < end, isWordCharacter(bytes[position]) { position += 1 }
        guard position > start else { throw malformed(name, at: start, "no value") }
        let range = start..<position
        if bytes[range].elementsEqual("null".utf8) { return .none }
        guard
            bytes[start] == UInt8(ascii: "-") || bytes[start] &- UInt8(ascii: "0") < 10
                || bytes[range].elementsEqual("true".utf8) || bytes[range].elementsEqual("false".utf8)
        else { throw malformed(name, at: start, "no value") }
        return FieldText(range: range, coding: .plain)
    }

    private func narrowed(_ wanted: UInt64, _ keys: JSONKeys, to key: Range<Int>, _ depth: Int) -> UInt64 {
        var left: UInt64 = 0
        for index in keys.keys.indices where wanted & 1 << UInt64(index) != 0 {
            let path = keys.keys[index].path
            if depth < path.count, isName(key, path[depth]) { left |= 1 << UInt64(index) }
        }
        return left
    }

    /// Whether a key is a name, whatever the case of its letters: those of headers have none.
    private func isName(_ key: Range<Int>, _ name: [UInt8]) -> Bool {
        guard key.count == name.count else { return false }
        for offset in name.indices where bytes[key.lowerBound + offset] != name[offset] {
            guard bytes[key.lowerBound + offset] | 0x20 == name[offset] | 0x20 else { return false }
        }
        return true
    }

    private mutating func require(_ character: Unicode.Scalar, _ what: String) throws {
        guard skip(character) else {
            throw malformed(what, at: position, position < end ? "no '\(character)' before it" : "missing")
        }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < end, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func isWordCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
