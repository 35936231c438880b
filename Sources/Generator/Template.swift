/// A target of a request with gaps, such as `/handle/20.500.12345/{item}`: taken apart once, filled in for every line.
///
/// Gaps: `{item}` the item's number, `{file}` one of its file names, `{position}` the file's place in the item, `{uuid}`
/// and `{fileuuid}` their UUIDs, `{word}` a search term, `{page}` a page of a list.
struct Template: Sendable {
    enum Part: Sendable {
        case bytes([UInt8])
        case item, file, position, uuid, fileUUID, word, page
    }

    let parts: [Part]
    /// Whether a further parameter is joined with `&` instead of `?`.
    let hasQuery: Bool

    init(_ text: String) {
        hasQuery = text.contains("?")
        var parts: [Part] = []
        for piece in text.split(separator: "{", omittingEmptySubsequences: false) {
            guard let end = piece.firstIndex(of: "}"), let gap = Template.gaps[String(piece[..<end])] else {
                parts.append(.bytes(Array(piece.utf8)))
                continue
            }
            parts.append(gap)
            parts.append(.bytes(Array(piece[piece.index(after: end)...].utf8)))
        }
        self.parts = parts
    }

    private static let gaps: [String: Part] = [
        "item": .item, "file": .file, "position": .position, "uuid": .uuid, "fileuuid": .fileUUID, "word": .word,
        "page": .page,
    ]
}

/// What the gaps of a template are filled with: all of it follows from the item and the file's place in it, so that an
/// item has the same files whenever it is asked for.
struct Target {
    var item: Int
    var position: Int
    /// Feeds the gaps that belong to no item.
    var draw: Int

    /// Writes the filled-in template.
    func append(_ template: Template, to line: inout [UInt8]) {
        for part in template.parts {
            switch part {
            case .bytes(let bytes): line += bytes
            case .item: line.append(decimal: item)
            case .file: line += Words.files[(item &* 7 &+ position) % Words.files.count]
            case .position: line.append(decimal: position)
            case .uuid: line.append(uuidOf: UInt64(item))
            case .fileUUID: line.append(uuidOf: UInt64(item) << 8 | UInt64(position))
            case .word: line += Words.searches[draw % Words.searches.count]
            case .page: line.append(decimal: draw % 40 + 1)
            }
        }
    }
}

extension [UInt8] {
    /// Writes a number that is not negative.
    mutating func append(decimal number: Int) {
        guard number >= 10 else { return append(UInt8(48 + number)) }
        append(decimal: number / 10)
        append(UInt8(48 + number % 10))
    }

    /// Writes the UUID (version 4 by its form) that stands for a number.
    mutating func append(uuidOf number: UInt64) {
        var high = (number &+ 1) &* 0x9e37_79b9_7f4a_7c15
        high ^= high >> 29
        let low = (high &* 0xbf58_476d_1ce4_e5b9) ^ number
        append(hexadecimal: high >> 32, digits: 8)
        append(UInt8(ascii: "-"))
        append(hexadecimal: high >> 16 & 0xffff, digits: 4)
        append(UInt8(ascii: "-"))
        append(hexadecimal: 0x4000 | high & 0xfff, digits: 4)
        append(UInt8(ascii: "-"))
        append(hexadecimal: 0x8000 | low >> 48 & 0x3fff, digits: 4)
        append(UInt8(ascii: "-"))
        append(hexadecimal: low & 0xffff_ffff_ffff, digits: 12)
    }

    /// Writes the lowest digits of a number.
    mutating func append(hexadecimal number: UInt64, digits: Int) {
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 * place) & 0xf)
            append(digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
