import Queues
import Settings
import ZeroMQClient

/// Messages of ZeroMQ on their way into a queue, sorted into those that are a topic and a line, and those that are not.
struct ZeroMQBatch {
    /// The most messages and bytes of one push.
    private static let most = (messages: 1_000, bytes: 1 << 20)

    private let maxline: Int
    private var bytes: [UInt8] = []
    private var accepted: [FileLines.Line] = []
    private var refused: [(FileLines.Line, reason: String, leaf: Leaf)] = []

    /// No messages yet.
    init(maxline: Int) { self.maxline = maxline }

    /// How many messages it has.
    var count: Int { accepted.count + refused.count }

    /// Whether it is to be pushed before more come.
    var isFull: Bool { count >= Self.most.messages || bytes.count >= Self.most.bytes }

    /// Adds a message.
    mutating func add(_ message: ZeroMQMessage) {
        let start = bytes.count
        guard message.frameCount == 2 else {
            // What is behind the topic, if it is one, is what somebody looks for.
            for frame in message.frames.count > 1 ? message.frames[1...] : message.frames[...] {
                if bytes.count > start { bytes.append(UInt8(ascii: " ")) }
                bytes += frame
            }
            let reason = "the message has \(message.frameCount == 1 ? "1 frame" : "\(message.frameCount) frames"); "
            return refuse(from: start, reason + "a topic and a line are two", .malformed)
        }
        bytes += Self.withoutLineEnd(message.frames[1])
        guard bytes.count - start <= maxline else {
            return refuse(from: start, "the line has \(bytes.count - start) bytes; maxline is \(maxline)", .tooLong)
        }
        accepted.append(line(from: start))
    }

    /// The lines, with ids `ORIGIN:NUMBER`.
    /// - Parameter first: The number of the first one; the others follow.
    func lines(origin: String, first: UInt64, service: String) -> FileLines {
        func numbered(_ line: FileLines.Line) -> FileLines.Line {
            FileLines.Line(range: line.range, offset: first + line.offset)
        }
        var lines = FileLines(in: bytes, origin: origin, service: service)
        lines.accepted = accepted.map(numbered)
        lines.refused = refused.map { (numbered($0.0), $0.reason, $0.leaf) }
        return lines
    }

    private mutating func refuse(from start: Int, _ reason: String, _ leaf: Leaf) {
        refused.append((line(from: start), reason, leaf))
    }

    /// The line that the bytes from `start` on are; its place is its number within the batch.
    private func line(from start: Int) -> FileLines.Line {
        FileLines.Line(range: start..<bytes.count, offset: UInt64(count))
    }

    private static func withoutLineEnd(_ frame: [UInt8]) -> ArraySlice<UInt8> {
        guard frame.last == UInt8(ascii: "\n") else { return frame[...] }
        let line = frame.dropLast()
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
