/// How a message stands in a spill: its number of bytes, a newline, its bytes as they lay in the queue, a newline. Messages
/// may hold anything, newlines included; yet with `grep` one finds what the usual ones say.
enum SpillRecord {
    private static let newline = UInt8(ascii: "\n")

    /// Writes messages one behind the other.
    static func bytes(of messages: [[UInt8]]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(messages.reduce(0) { $0 + $1.count + 16 })
        for message in messages {
            output.append(contentsOf: String(message.count).utf8)
            output.append(newline)
            output.append(contentsOf: message)
            output.append(newline)
        }
        return output
    }

    /// What stands at a place.
    enum Found: Equatable {
        /// A message, and where the next one begins.
        case message(Range<Int>, next: Int)
        /// The beginning of a message; so many bytes from here on hold all of it, as far as one can tell.
        case part(needed: Int)
        /// No message.
        case nonsense
    }

    /// Looks what stands at a place of a buffer.
    static func read(_ buffer: [UInt8], at start: Int) -> Found {
        var length = 0
        var index = start
        while index < buffer.count, buffer[index] != newline {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(buffer[index]), index - start < 10 else {
                return .nonsense
            }
            length = length * 10 + Int(buffer[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard index < buffer.count else { return .part(needed: index - start + 1) }
        guard index > start else { return .nonsense }
        let body = index + 1..<index + 1 + length
        guard body.upperBound < buffer.count else { return .part(needed: body.upperBound + 1 - start) }
        return buffer[body.upperBound] == newline ? .message(body, next: body.upperBound + 1) : .nonsense
    }
}
