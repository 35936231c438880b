import SeededRandom

/// Lines that no parser can take for a use, as real logs have them: after crashes, from port scanners, from other loggers.
enum BrokenLines {
    /// Makes a broken line of a good one.
    /// - Parameters:
    ///   - start: Where the good line begins in `lines`; it has no newline yet.
    static func spoil(_ lines: inout [UInt8], from start: Int, random: inout SeededRandom) {
        switch random.below(6) {
        case 0:
            lines.removeLast(1 + random.below(lines.count - start - 1))
        case 1:
            replaceRequest(with: #""\x16\x03\x01\x02" 400 226 "-" "-""#, in: &lines, from: start)
        case 2:
            replaceRequest(with: #""-" 408 - "-" "-""#, in: &lines, from: start)
        case 3:
            // Bytes that are not UTF-8, as a logger without escapes writes them.
            lines += [0x20, 0xff, 0xfe, 0xe9, 0x80]
        case 4:
            lines.replaceSubrange(start..., with: repeatElement(0, count: 64))
        default:
            lines.replaceSubrange(start..., with: "AH00094: Command line: '/usr/sbin/apache2'".utf8)
        }
    }

    private static func replaceRequest(with text: String, in lines: inout [UInt8], from start: Int) {
        let quote = lines[start...].firstIndex(of: UInt8(ascii: "\"")) ?? start
        lines.replaceSubrange(quote..., with: text.utf8)
    }
}
