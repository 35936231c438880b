import Glibc

/// A connection to the management console: what it asks is answered in order, and it is not read while an answer waits.
struct ManagementClient {
    private var waiting: [UInt8] = []
    private var isEnding = false

    /// Whether all answers are sent.
    var isReading: Bool { waiting.isEmpty }

    /// Takes a piece of the stream. As with the reference server a piece is a command, with or without an end of line; several
    /// lines are several commands.
    /// - Parameter answer: Answers a command; nil: the connection ends.
    mutating func take(_ piece: ArraySlice<UInt8>, _ answer: (String) -> String?) {
        let text = String(decoding: piece, as: UTF8.self)
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines {
            guard let text = answer(line.trimmed) else {
                isEnding = true
                return
            }
            waiting += text.utf8
        }
    }

    /// Sends what waits, as far as that goes at once.
    /// - Returns: Whether the connection goes on.
    mutating func send(to descriptor: Int32) -> Bool {
        while !waiting.isEmpty {
            let count = Glibc.send(descriptor, waiting, waiting.count, Int32(MSG_NOSIGNAL))
            if count > 0 { waiting.removeFirst(count) }
            if count < 0 && errno == EAGAIN { return true }
            if count < 0 && errno != EINTR { return false }
        }
        return !isEnding
    }
}

extension Substring {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0d).contains(byte) }
        let bytes = utf8.drop(while: isBlank)
        guard let last = bytes.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(bytes[...last]) ?? ""
    }
}
