import Patterns

/// A regular expression in a target.
struct RenderPattern {
    private let pattern: CompiledPattern

    init(_ text: String) throws { pattern = try CompiledPattern(text) }

    /// Whether it is found in a name.
    func isIn(_ name: String) throws -> Bool {
        let bytes = Array(name.utf8)
        return try match(bytes, bytes.indices) != nil
    }

    /// - Throws: ``RenderError`` when the search takes too long.
    private func match(_ bytes: [UInt8], _ range: Range<Int>) throws(RenderError) -> [Range<Int>?]? {
        do {
            return try pattern.firstMatch(in: bytes, range)
        } catch {
            throw RenderError("a regular expression cannot be tried on a name: \(error)")
        }
    }

    /// A name with every place where it is found replaced; `\1` stands for what its first group found.
    func replacing(_ name: String, with replacement: String) throws -> String {
        let bytes = Array(name.utf8)
        var (made, place) = ([UInt8](), 0)
        while place <= bytes.count, let groups = try match(bytes, place..<bytes.count),
            let whole = groups[0]
        {
            made += bytes[place..<whole.lowerBound]
            var rest = Array(replacement.utf8)[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "\\"), let digit = rest.first, (48...57).contains(digit) {
                    rest.removeFirst()
                    let number = Int(digit - 48)
                    if number < groups.count, let range = groups[number] { made += bytes[range] }
                } else {
                    made.append(byte)
                }
            }
            place = whole.upperBound
            if whole.isEmpty {
                if place < bytes.count { made.append(bytes[place]) }
                place += 1
            }
        }
        if place < bytes.count { made += bytes[place...] }
        return String(decoding: made, as: UTF8.self)
    }
}

extension RenderCall {
    /// A regular expression.
    func pattern(_ index: Int) throws -> RenderPattern {
        let text = try text(index)
        do {
            return try RenderPattern(text)
        } catch {
            throw wrong(index, "a regular expression: \(error)")
        }
    }
}
