/// What a target says is to be drawn: a path with wildcards, or a function of such.
indirect enum TargetExpression: Equatable {
    /// A path, perhaps with wildcards.
    case path(String)
    /// A function's call.
    case call(String, [TargetExpression], named: [String: TargetExpression])
    case number(Double)
    case text(String)
    case flag(Bool)
}

/// Reads targets.
struct TargetReader {
    /// How long a target may be, in bytes, and how deep its calls may go.
    private static let (longest, deepest) = (16_384, 32)

    private let bytes: [UInt8]
    private let target: String
    private var place = 0

    /// What a target says.
    /// - Throws: ``RenderError``.
    static func read(_ target: String) throws(RenderError) -> TargetExpression {
        guard target.utf8.count <= longest else { throw RenderError("a target is longer than \(longest) bytes") }
        var reader = TargetReader(target)
        let expression = try reader.expression(depth: 0)
        guard reader.place == reader.bytes.count else { throw reader.problem("nothing may follow") }
        return expression
    }

    private init(_ target: String) { (self.target, bytes) = (target, Array(target.utf8)) }

    private func problem(_ text: String) -> RenderError {
        RenderError("target \(target): \(text) at character \(place + 1)")
    }

    private mutating func expression(depth: Int) throws(RenderError) -> TargetExpression {
        guard depth <= Self.deepest else { throw problem("functions are nested too deep") }
        skipBlanks()
        let found: TargetExpression
        if let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            found = .text(try quoted(quote))
        } else {
            let word = word()
            guard !word.isEmpty else { throw problem("something is missing") }
            if next == UInt8(ascii: "(") {
                place += 1
                found = try call(word, depth: depth)
            } else if let number = Double(word), word.utf8.first.map({ $0 <= UInt8(ascii: "9") }) == true {
                found = .number(number)
            } else if word.lowercased() == "true" || word.lowercased() == "false" {
                found = .flag(word.lowercased() == "true")
            } else {
                found = .path(word)
            }
        }
        skipBlanks()
        return found
    }

    private mutating func call(_ name: String, depth: Int) throws(RenderError) -> TargetExpression {
        var (arguments, named) = ([TargetExpression](), [String: TargetExpression]())
        skipBlanks()
        if next == UInt8(ascii: ")") {
            place += 1
            return .call(name, arguments, named: named)
        }
        while true {
            if let key = key() {
                named[key] = try expression(depth: depth + 1)
            } else {
                arguments.append(try expression(depth: depth + 1))
            }
            guard let separator = next else { throw problem("a ) is missing") }
            place += 1
            if separator == UInt8(ascii: ")") { return .call(name, arguments, named: named) }
            guard separator == UInt8(ascii: ",") else { throw problem("a , or ) is missing") }
        }
    }

    /// The name of an argument, where one stands here (`func="sum"`).
    private mutating func key() -> String? {
        skipBlanks()
        var end = place
        while end < bytes.count, Self.isOfName(bytes[end]) { end += 1 }
        guard end > place, end < bytes.count, bytes[end] == UInt8(ascii: "=") else { return nil }
        defer { place = end + 1 }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }

    /// A path, a number or a function's name: up to what ends it, commas in braces not counted.
    private mutating func word() -> String {
        let start = place
        var depth = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth > 0: break
            case UInt8(ascii: ","), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: " "), UInt8(ascii: "\n"),
                UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\""), UInt8(ascii: "'"):
                return String(decoding: bytes[start..<place], as: UTF8.self)
            default: break
            }
            place += 1
        }
        return String(decoding: bytes[start...], as: UTF8.self)
    }

    private mutating func quoted(_ quote: UInt8) throws(RenderError) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), next == quote {
                place += 1
                text.append(quote)
            } else {
                text.append(byte)
            }
        }
        throw problem("a quotation mark is missing")
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || (0x09...0x0d).contains(byte) { place += 1 }
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
