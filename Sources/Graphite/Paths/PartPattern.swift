/// One part of a pattern, without alternatives.
struct PartPattern: Sendable {
    private enum Piece: Sendable {
        case byte(UInt8)
        case any
        case many
        case oneOf([ClosedRange<UInt8>], isNegated: Bool)
    }

    private let pieces: [Piece]

    init(_ text: [UInt8]) {
        var (pieces, index) = ([Piece](), 0)
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "*"): pieces.append(.many)
            case UInt8(ascii: "?"): pieces.append(.any)
            case UInt8(ascii: "["):
                if let (piece, end) = Self.oneOf(text, after: index) {
                    pieces.append(piece)
                    index = end
                } else {
                    pieces.append(.byte(text[index]))
                }
            default: pieces.append(.byte(text[index]))
            }
            index += 1
        }
        self.pieces = pieces
    }

    /// - Returns: nil: nothing closes the bracket, which then stands for itself.
    private static func oneOf(_ text: [UInt8], after open: Int) -> (Piece, end: Int)? {
        var index = open + 1
        let isNegated = index < text.count && text[index] == UInt8(ascii: "!")
        if isNegated { index += 1 }
        // A bracket that comes first is one of them.
        guard index < text.count, let end = text[(index + 1)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        var ranges: [ClosedRange<UInt8>] = []
        while index < end {
            if index + 2 < end, text[index + 1] == UInt8(ascii: "-"), text[index] <= text[index + 2] {
                ranges.append(text[index]...text[index + 2])
                index += 3
            } else {
                ranges.append(text[index]...text[index])
                index += 1
            }
        }
        return (.oneOf(ranges, isNegated: isNegated), end)
    }

    /// Whether the whole name is meant. Takes no longer than the name's length times the pattern's.
    func matches(_ name: [UInt8]) -> Bool {
        var (piece, place) = (0, 0)
        var retry: (piece: Int, place: Int)?
        while place < name.count {
            if piece < pieces.count, case .many = pieces[piece] {
                retry = (piece + 1, place)
                piece += 1
            } else if piece < pieces.count, matches(pieces[piece], name[place]) {
                (piece, place) = (piece + 1, place + 1)
            } else if let last = retry {
                retry = (last.piece, last.place + 1)
                (piece, place) = (last.piece, last.place + 1)
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { if case .many = $0 { true } else { false } }
    }

    private func matches(_ piece: Piece, _ byte: UInt8) -> Bool {
        switch piece {
        case .byte(let wanted): wanted == byte
        case .any, .many: true
        case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(byte) } != isNegated
        }
    }
}
