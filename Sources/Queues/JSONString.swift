/// JSON strings as bytes: what the messages of a queue are made of, and too many of them pass for a general decoder.
///
/// Log lines need not be UTF-8. A byte that is not part of valid UTF-8 is written as the lone surrogate `\udcXX`, as
/// Python's `surrogateescape` does, and comes back as that byte (design, section 4).
public enum JSONString {
    /// Appends a string with its quotes.
    public static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var copied = 0
        var index = 0
        while index < text.count {
            if let eight = EightBytes(text, at: index), !needAttention(eight) {
                index += 8
                continue
            }
            let byte = text[index]
            if byte >= 0x20, byte < 0x7f, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                index += 1
                continue
            }
            if byte >= 0x80 {
                let length = utf8Length(text, at: index)
                if length > 0 {
                    index += length
                    continue
                }
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<index]))
            appendEscape(byte, to: &output)
            index += 1
            copied = index
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<index]))
        output.append(UInt8(ascii: "\""))
    }

    /// Whether not all of them stand for themselves.
    private static func needAttention(_ eight: EightBytes) -> Bool {
        eight.hasNonASCII || eight.hasLess(than: 0x20) || eight.has(UInt8(ascii: "\"")) || eight.has(UInt8(ascii: "\\"))
            || eight.has(0x7f)
    }

    /// Appends a string with its quotes.
    public static func append(_ text: [UInt8], to output: inout [UInt8]) {
        text.withUnsafeBufferPointer { append($0, to: &output) }
    }

    /// Appends a string with its quotes.
    public static func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, to: &output) }
    }

    /// Reads the string that begins with the quote at `index`, and moves `index` behind its closing quote.
    /// - Returns: nil when there is no well-formed string.
    static func read(_ json: UnsafeBufferPointer<UInt8>, at index: inout Int) -> [UInt8]? {
        guard index < json.count, json[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        guard var end = endOfRun(json, from: start) else { return nil }
        if json[end] == UInt8(ascii: "\"") {
            index = end + 1
            return [UInt8](json[start..<end])
        }
        var text: [UInt8] = []
        // No escape is shorter than what it stands for.
        text.reserveCapacity(json.count - start)
        text.append(contentsOf: UnsafeBufferPointer(rebasing: json[start..<end]))
        while json[end] != UInt8(ascii: "\"") {
            guard readEscape(json, at: &end, into: &text) else { return nil }
            let run = end
            guard let next = endOfRun(json, from: run) else { return nil }
            text.append(contentsOf: UnsafeBufferPointer(rebasing: json[run..<next]))
            end = next
        }
        index = end + 1
        return text
    }

    /// Reads a string as ``read(_:at:)`` does, as text; without an escape in it no array is made.
    static func readText(_ json: UnsafeBufferPointer<UInt8>, at index: inout Int) -> String? {
        guard index < json.count, json[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        if let end = endOfRun(json, from: start), json[end] == UInt8(ascii: "\"") {
            index = end + 1
            return String(decoding: UnsafeBufferPointer(rebasing: json[start..<end]), as: UTF8.self)
        }
        return read(json, at: &index).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where the next quote or backslash stands; nil when there is none.
    static func endOfRun(_ json: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var end = start
        while let eight = EightBytes(json, at: end), !eight.has(UInt8(ascii: "\"")), !eight.has(UInt8(ascii: "\\")) {
            end += 8
        }
        while end < json.count, json[end] != UInt8(ascii: "\""), json[end] != UInt8(ascii: "\\") { end += 1 }
        return end < json.count ? end : nil
    }

    private static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
        case UInt8(ascii: "\n"): output.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): output.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): output.append(UInt8(ascii: "t"))
        default:
            output.append(contentsOf: byte < 0x80 ? Array("u00".utf8) : Array("udc".utf8))
            output.append(hexadecimal(byte >> 4))
            output.append(hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    /// Reads one escape, from its backslash on.
    private static func readEscape(
        _ json: UnsafeBufferPointer<UInt8>, at index: inout Int, into text: inout [UInt8]
    ) -> Bool {
        guard index + 1 < json.count else { return false }
        let letter = json[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            guard let unit = readUnit(json, at: &index) else { return false }
            appendUnit(unit, json, at: &index, into: &text)
        default: return false
        }
        return true
    }

    private static func appendUnit(
        _ unit: UInt32, _ json: UnsafeBufferPointer<UInt8>, at index: inout Int, into text: inout [UInt8]
    ) {
        switch unit {
        case 0xdc80...0xdcff:
            text.append(UInt8(unit & 0xff))
        case 0xd800...0xdbff:
            var next = index + 2
            if index + 1 < json.count, json[index] == UInt8(ascii: "\\"), json[index + 1] == UInt8(ascii: "u"),
                let low = readUnit(json, at: &next), (0xdc00...0xdfff).contains(low)
            {
                index = next
                appendScalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00), to: &text)
            } else {
                appendScalar(0xfffd, to: &text)
            }
        case 0xdc00...0xdfff:
            appendScalar(0xfffd, to: &text)
        default:
            appendScalar(unit, to: &text)
        }
    }

    private static func readUnit(_ json: UnsafeBufferPointer<UInt8>, at index: inout Int) -> UInt32? {
        guard index + 4 <= json.count else { return nil }
        var unit: UInt32 = 0
        for byte in json[index..<index + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        index += 4
        return unit
    }

    private static func appendScalar(_ value: UInt32, to text: inout [UInt8]) {
        text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{fffd}").utf8)
    }

    /// How many bytes the valid UTF-8 sequence at `index` has; 0 when there is none (Unicode 15, table 3-7).
    private static func utf8Length(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        func isContinuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xbf) -> Bool {
            index + offset < text.count && range.contains(text[index + offset])
        }
        switch text[index] {
        case 0xc2...0xdf: return isContinuation(1) ? 2 : 0
        case 0xe0: return isContinuation(1, 0xa0...0xbf) && isContinuation(2) ? 3 : 0
        case 0xed: return isContinuation(1, 0x80...0x9f) && isContinuation(2) ? 3 : 0
        case 0xe1...0xef: return isContinuation(1) && isContinuation(2) ? 3 : 0
        case 0xf0: return isContinuation(1, 0x90...0xbf) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xf1...0xf3: return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xf4: return isContinuation(1, 0x80...0x8f) && isContinuation(2) && isContinuation(3) ? 4 : 0
        default: return 0
        }
    }
}
