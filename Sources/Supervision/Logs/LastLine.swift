/// The last line with something in it that a process wrote, for `status` to say why it ended.
struct LastLine {
    /// Longer lines are cut.
    private static let limit = 300

    private var finished: [UInt8] = []
    private var unfinished: [UInt8] = []

    /// The line, without control characters; nil: nothing was written.
    var text: String? {
        let line = isBlank(unfinished) ? finished : unfinished
        guard !isBlank(line) else { return nil }
        return String(decoding: line.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if !isBlank(unfinished) { finished = unfinished }
                unfinished.removeAll(keepingCapacity: true)
            } else if unfinished.count < Self.limit {
                unfinished.append(byte)
            }
        }
    }

    private func isBlank(_ line: [UInt8]) -> Bool {
        line.allSatisfy { $0 <= 0x20 }
    }
}
