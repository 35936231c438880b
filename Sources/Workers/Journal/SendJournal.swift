import Forwarding
import Glibc
import Logging
import Queues

/// A forwarder's journal of its requests: each is marked before it goes out, so that after a death it is known which messages
/// the tracker may have (`data/journal/QUEUE/WORKER.log`).
///
/// Its user gets no errors: while it cannot be written nothing may be sent, ``problem`` says why, and each call tries again.
final class SendJournal {
    /// The size at which a new file is begun, in bytes.
    static let longestFile = 16 << 20

    private struct Request {
        let name: SendName
        let time: JournalTime
        let tries: Int

        var sent: JournalRecord { JournalRecord(time, .sent(name, tries: tries)) }
    }

    /// Why nothing can be written at the moment, in one line.
    private(set) var problem: String?

    private let worker: String
    private let folder: JournalFolder
    private let longestFile: Int
    private let log: Logger
    private var file: JournalFile
    private var memory: SendMemory
    /// Whole lines that are to be written with the next.
    private var buffer: [UInt8] = []
    private var inFlight: [Int: Request] = [:]
    /// What was accepted and is not known to be settled, the oldest first.
    private var accepted: [(request: Request, time: JournalTime)] = []
    /// How many of those are being settled.
    private var beingSettled = 0
    private var hasBegun = false

    /// - Parameters:
    ///   - folder: That of the journals of all queues.
    ///   - queue: The queue that the worker takes messages from.
    init(
        folder: String, queue: String, worker: String, log: Logger, longestFile: Int = SendJournal.longestFile
    ) {
        self.worker = worker
        self.folder = JournalFolder(of: queue, in: folder)
        self.longestFile = longestFile
        self.log = log
        file = JournalFile(path: self.folder.file(of: worker))
        memory = SendMemory(self.folder, worker: worker, log: log)
    }

    /// Reads what the last process left, and begins to write. To be called until it says that it has.
    /// - Parameter onDoubt: What is done about messages in doubt, for the log.
    /// - Returns: Whether it has begun.
    func begin(onDoubt: String) -> Bool {
        guard !hasBegun else { return true }
        hasBegun = attempt {
            try folder.make()
            try file.recover()
            var sends = OpenSends()
            try JournalLines.read(file.path) { record, _ in sends.apply(record) }
            let (unanswered, accepted) = sends.counts
            try memory.open(own: sends)
            try file.open()
            var line: [UInt8] = []
            JournalRecord(.now, .started(process: getpid())).append(to: &line)
            try file.append(line)
            guard unanswered + accepted > 0 else { return }
            log.notice(
                "The last process ended before it had settled these requests",
                metadata: ["maybe_sent": "\(unanswered)", "accepted": "\(accepted)", "on_doubt": "\(onDoubt)"])
        }
        return hasBegun
    }

    /// Marks messages as sent. They may go out only if this says so.
    func send(_ messages: some Sequence<QueuedMessage>) -> Bool {
        let now = JournalTime.now
        let requests = messages.map { message in
            let tries = message.envelope.tries + 1
            return (message.tag, Request(name: SendName(message.envelope.message), time: now, tries: tries))
        }
        guard !requests.isEmpty else { return flush() }
        var noted = buffer.count
        append(requests.map(\.1.sent))
        let isWritten = attempt {
            try file.synchroniseIfDue()
            if file.isMoved || file.size + buffer.count > longestFile {
                // What a new file begins with is how things stand after those.
                try file.append(Array(buffer[..<noted]))
                buffer.removeFirst(noted)
                noted = 0
                try file.begin(with: whatIsOpen())
            }
            try file.append(buffer)
        }
        guard isWritten else {
            buffer.removeSubrange(noted...)
            return false
        }
        buffer.removeAll(keepingCapacity: true)
        for (tag, request) in requests { inFlight[tag] = request }
        return true
    }

    /// Notes answers: in the file with the next that is written, before any other message is sent.
    /// - Returns: How many of the messages a successor settles without a second request, by that note alone.
    func answer(_ answers: [Sender.Outcome]) -> Int {
        let now = JournalTime.now
        var sure = 0
        let records = answers.compactMap { answer -> JournalRecord? in
            guard let request = inFlight.removeValue(forKey: answer.tag) else { return nil }
            switch answer.verdict {
            case .delivered:
                memory.accept(request.name)
                accepted.append((request, now))
                if request.name.position != nil { sure += 1 }
                return JournalRecord(now, .accepted(request.name))
            case .refuse(let reason), .retry(let reason, _, _), .giveBack(let reason):
                memory.fail(request.name)
                return JournalRecord(now, .failed(request.name, reason: reason))
            }
        }
        append(records)
        return sure
    }

    /// Writes the answers so far, which are about to be settled. If they cannot be written they are settled all the same:
    /// the less is in doubt.
    func willSettle() {
        beingSettled = accepted.count
        flush()
    }

    /// Notes that the answers of the last ``willSettle()`` are settled, if there were any: in the file with the next that is
    /// written.
    /// - Parameter connections: How often the connection to Redis has been made.
    func settled(connections: Int) {
        hear(connections)
        guard beingSettled > 0 else { return }
        append([JournalRecord(.now, .settled(beingSettled))])
        accepted.removeFirst(beingSettled)
        beingSettled = 0
    }

    /// Writes what is left to be written, and brings it to the disk now and then.
    /// - Returns: Whether it is written.
    @discardableResult
    func flush() -> Bool {
        guard hasBegun, !buffer.isEmpty || problem == nil else { return false }
        return attempt {
            try file.synchroniseIfDue()
            guard !buffer.isEmpty else { return }
            try file.append(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
    }

    private func append(_ records: [JournalRecord]) {
        guard let time = records.first?.time else { return }
        let text = time.description
        for record in records { record.append(to: &buffer, time: record.time == time ? text : nil) }
    }

    /// What a new file begins with.
    private func whatIsOpen() -> [UInt8] {
        var lines: [UInt8] = []
        for (name, sends) in memory.ownDoubts {
            for send in sends {
                JournalRecord(send.time, .sent(name, tries: send.tries)).append(to: &lines)
                if let time = send.accepted { JournalRecord(time, .accepted(name)).append(to: &lines) }
            }
        }
        JournalRecord(.now, .started(process: getpid())).append(to: &lines)
        for (request, time) in accepted {
            request.sent.append(to: &lines)
            JournalRecord(time, .accepted(request.name)).append(to: &lines)
        }
        for request in inFlight.values { request.sent.append(to: &lines) }
        return lines
    }

    /// Tries something with the files; the first failure and the end of the trouble are logged.
    private func attempt(_ body: () throws -> Void) -> Bool {
        do {
            try body()
        } catch {
            if problem == nil {
                log.error("Cannot write the send journal, sending nothing", metadata: ["reason": "\(error)"])
            }
            problem = "\(error)"
            return false
        }
        if problem != nil { log.notice("Writing the send journal again") }
        problem = nil
        return true
    }
}

// MARK: Messages that come again

extension SendJournal {
    /// What is known of claimed messages, by tag; see ``SendMemory/knowledge(of:)``.
    /// - Parameter connections: How often the connection to Redis has been made.
    func knowledge(of messages: [QueuedMessage], connections: Int) -> [Int: SendMemory.Knowledge] {
        hear(connections)
        return memory.knowledge(of: messages)
    }

    /// Notes what was done about a message in doubt: it is dealt with once.
    /// - Parameter doubt: nil: Redis had forgotten that it was delivered.
    func resolve(_ message: QueuedMessage, _ doubt: DoubtBook.Doubt?, _ resolution: JournalRecord.Resolution) {
        let name = SendName(message.envelope.message)
        if resolution == .delivered { memory.accept(name) }
        if let doubt {
            if let record = memory.resolve(name, doubt, resolution) { append([record]) }
        } else {
            append([JournalRecord(.now, .resolved(name, resolution, by: worker))])
        }
    }

    /// When a message was sent whose answer did not come.
    func sendTime(of message: QueuedMessage) -> JournalTime? { inFlight[message.tag]?.time }

    private func hear(_ connections: Int) {
        memory.hear(connections: connections) { inFlight.values.map(\.name) }
    }
}
