import Actions
import Glibc

/// One connection of the actions' port.
final class ActionClient {
    /// What an attempt to write came to.
    enum Writing {
        case done
        case more
        case gone
    }

    let tag: Int
    let descriptor: Int32
    var reader = ActionLineReader()
    var allowance: LineAllowance
    /// What it has asked for.
    var wishes: Set<ClientWish> = []
    /// ``NewsTurns/newest`` when it was last told the state.
    var told = 0
    /// From when on it may be told again, in seconds.
    var nextNews: Double
    /// The state that it is being sent, by its number; nil: none.
    var sending: Int?

    /// It sends nothing more.
    var hasEnded = false
    /// It can be sent nothing more.
    var isGone = false
    /// It is not read from until there is room for its lines.
    var isPaused = false
    /// How many of its lines are not in Redis yet.
    var unkept = 0
    /// How many are, since it asked for that; and how many of them it has been told.
    var kept = 0
    var acknowledged = 0

    private(set) var outbox: [[UInt8]] = []
    private var offset = 0
    private var waitsToWrite = false
    private var waitsToRead = true

    /// The most lines about mistakes that wait for a client.
    private static let mostRemarks = 100

    init(tag: Int, descriptor: Int32, allowance: LineAllowance, nextNews: Double) {
        (self.tag, self.descriptor, self.allowance, self.nextNews) = (tag, descriptor, allowance, nextNews)
    }

    deinit { if !isGone { close(descriptor) } }

    /// Nothing waits to be written.
    var isIdle: Bool { outbox.isEmpty }

    /// Whether it is to be told yet of lines that are on their way.
    var waitsForAnswer: Bool { wishes.contains(.ack) && unkept > 0 }

    /// Puts a line behind what waits. Of remarks that a client does not read it gets only the first.
    func post(_ line: [UInt8]) {
        if outbox.count < Self.mostRemarks { outbox.append(line) }
    }

    /// Writes what waits, as far as the system takes it.
    func write() -> Writing {
        guard !isGone else { return .gone }
        while let line = outbox.first {
            let count = line.withUnsafeBytes {
                send(descriptor, $0.baseAddress.map { $0 + offset }, line.count - offset, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN ? .more : .gone
            }
            offset += count
            guard offset == line.count else { continue }
            outbox.removeFirst()
            offset = 0
        }
        return .done
    }

    /// Reads what has come.
    /// - Returns: Whether the connection goes on.
    func read(into buffer: inout [UInt8]) -> Bool {
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                reader.add(buffer[..<count])
                return true
            }
            if count < 0, errno == EINTR { continue }
            return count < 0 && errno == EAGAIN
        }
    }

    /// Has the set wait for what this connection waits for.
    func update(_ events: EventSet) {
        let (reading, writing) = (!hasEnded && !isPaused, !outbox.isEmpty)
        guard !isGone, reading != waitsToRead || writing != waitsToWrite else { return }
        (waitsToRead, waitsToWrite) = (reading, writing)
        events.change(descriptor, tag: tag, reading: reading, writing: writing)
    }

    /// Closes the connection; lines that have been read stay.
    func hangUp() {
        guard !isGone else { return }
        (isGone, hasEnded) = (true, true)
        outbox = []
        close(descriptor)
    }
}
