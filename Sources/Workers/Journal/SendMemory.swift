import Logging
import Queues

/// What a forwarder knows of messages that come again: from the journals of processes that died, and of what it sent itself
/// before Redis was restarted.
struct SendMemory {
    /// What is known of a message that was claimed.
    enum Knowledge: Equatable {
        /// The tracker has it. Its former process did not get round to settling it, or Redis has forgotten that it was.
        case accepted(DoubtBook.Doubt?)
        /// It was sent, and no answer is known.
        case maybeSent(DoubtBook.Doubt)
        /// It is being sent by this process; Redis has forgotten that it was claimed.
        case underway
    }

    /// How often the siblings' files are looked at.
    private static let lookInterval = Duration.seconds(10)

    private let worker: String
    private let folder: JournalFolder
    private let log: Logger
    private var doubts: DoubtBook
    private var window = ForgottenWindow()
    private var nextLook = ContinuousClock.now
    private var connections = 0
    private var lastHeard: JournalTime?

    init(_ folder: JournalFolder, worker: String, log: Logger) {
        self.worker = worker
        self.folder = folder
        self.log = log
        doubts = DoubtBook(folder, worker: worker)
    }

    /// What is in doubt by this worker's own file.
    var ownDoubts: [SendName: [OpenSends.Send]] { doubts.own }

    /// Takes in what this worker's own file told at the start, and reads those of its siblings.
    /// - Throws: ``FileError``.
    mutating func open(own sends: OpenSends) throws {
        doubts.open(own: sends)
        try doubts.readSiblings(onlyResting: false)
    }

    /// Notes that the tracker took a message.
    mutating func accept(_ name: SendName) {
        if let position = name.position { window.accept(position, at: .now) }
    }

    /// Notes that a request had another end.
    mutating func fail(_ name: SendName) {
        if let position = name.position { window.fail(position) }
    }

    /// Notes that Redis was heard of.
    /// - Parameters:
    ///   - connections: How often the connection to it has been made.
    ///   - inFlight: What is being sent.
    mutating func hear(connections: Int, inFlight: () -> [SendName]) {
        let now = ContinuousClock.now
        if self.connections != connections {
            window.reconnect(
                at: now, others: acceptedElsewhere(isStart: self.connections == 0),
                inFlight: inFlight().compactMap(\.position))
            self.connections = connections
        } else if now >= nextLook {
            nextLook = now + SendMemory.lookInterval
            reading { try doubts.readSiblings(onlyResting: true) }
        }
        window.hear(at: now)
        lastHeard = .now
    }

    /// What is known of claimed messages, by tag. Most are new, and nothing is.
    mutating func knowledge(of messages: [QueuedMessage]) -> [Int: Knowledge] {
        let now = ContinuousClock.now
        guard !messages.isEmpty, !doubts.isEmpty || window.isOpen(at: now) else { return [:] }
        let names = messages.map { SendName($0.envelope.message) }
        var found: [SendName: [DoubtBook.Doubt]] = [:]
        // What cannot be read again counts as it was read before.
        if !doubts.isEmpty { reading { try doubts.check(names) } }
        for name in Set(names) { found[name] = doubts.doubts(of: name) }
        var known: [Int: Knowledge] = [:]
        for (message, name) in zip(messages, names) {
            if let doubt = found[name]?.first {
                found[name]?.removeFirst()
                let isSure = doubt.send.accepted != nil && SendMemory.isOne(name, message)
                known[message.tag] = isSure ? .accepted(doubt) : .maybeSent(doubt)
            } else if let position = name.position {
                if window.isAccepted(position, at: now) { known[message.tag] = .accepted(nil) }
                if window.isUnderway(position, at: now) { known[message.tag] = .underway }
            }
        }
        return known
    }

    /// Notes what was done about a message in doubt, in the file that tells of the doubt: it is dealt with once.
    /// - Returns: What is to be noted in this worker's own file.
    mutating func resolve(
        _ name: SendName, _ doubt: DoubtBook.Doubt, _ resolution: JournalRecord.Resolution
    ) -> JournalRecord? {
        doubts.remove(name, of: doubt)
        let record = JournalRecord(.now, .resolved(name, resolution, by: worker))
        guard doubt.worker != worker else { return record }
        var line: [UInt8] = []
        record.append(to: &line)
        var other = JournalFile(path: folder.file(of: doubt.worker))
        do {
            try other.append(line)
        } catch {
            log.warning("Cannot note in another worker's send journal", metadata: ["reason": "\(error)"])
        }
        return nil
    }

    /// Whether an accepted message of this name can be no other than this one: a line of a followed file; or one with an id
    /// of its own that was in the hands of a process that died. Of messages without an id two may be alike, and nothing must
    /// be lost.
    private static func isOne(_ name: SendName, _ message: QueuedMessage) -> Bool {
        name.position != nil || (name.hasID && message.envelope.deaths > 0)
    }

    /// What this worker's siblings, and at the start its own last process, had accepted before Redis was lost.
    private mutating func acceptedElsewhere(isStart: Bool) -> [SourcePosition] {
        var positions: [SourcePosition] = []
        reading {
            let siblings = try folder.siblings(of: worker)
            for name in isStart ? siblings + [worker] : siblings {
                positions += try RecentAnswers(folder: folder).accepted(
                    by: name, before: isStart ? nil : lastHeard, memory: ForgottenWindow.memory)
            }
            try doubts.readSiblings(onlyResting: false)
        }
        return positions
    }

    private func reading(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            log.warning("Cannot read the send journals", metadata: ["reason": "\(error)"])
        }
    }
}
