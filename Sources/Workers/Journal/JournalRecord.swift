/// One line of a send journal.
struct JournalRecord: Sendable, Equatable {
    /// What a line tells.
    enum Event: Sendable, Equatable {
        /// A process begins: what was open before is in doubt.
        case started(process: Int32)
        /// A request is about to go out: the message's N-th try.
        case sent(SendName, tries: Int)
        /// The tracker took it.
        case accepted(SendName)
        /// The request has another end, and the message is treated accordingly.
        case failed(SendName, reason: String)
        /// Redis knows of the messages that were accepted first, this many of those it did not know of; nil: of all.
        case settled(Int?)
        /// A message in doubt came again, and a worker dealt with it.
        case resolved(SendName, Resolution, by: String)
    }

    /// What a worker did with a message in doubt.
    enum Resolution: String, Sendable {
        /// Settled without a second request, as the tracker had accepted it.
        case delivered
        /// Given up, to be decided by people.
        case held
        /// To be sent again.
        case resent
    }

    /// The longest reason that is written, in bytes.
    static let longestReason = 200

    /// When.
    let time: JournalTime
    /// What.
    let event: Event

    init(_ time: JournalTime, _ event: Event) {
        self.time = time
        self.event = event
    }

    /// Reads a line without its end; nil when it is none of ours, or half of one.
    init?(_ line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count > 1, let time = JournalTime(words[0]),
            let event = Event(String(decoding: words[1], as: UTF8.self), words.dropFirst(2))
        else { return nil }
        self.init(time, event)
    }

    /// Appends the line with its end.
    /// - Parameter time: ``time`` as text, where it is at hand.
    func append(to buffer: inout [UInt8], time: String? = nil) {
        buffer.append(contentsOf: (time ?? self.time.description).utf8)
        switch event {
        case .started(let process): buffer.append(contentsOf: " started pid=\(process)".utf8)
        case .sent(let name, let tries):
            buffer.append(contentsOf: " sent ".utf8)
            buffer.append(contentsOf: name.description.utf8)
            buffer.append(contentsOf: " try=".utf8)
            buffer.append(contentsOf: String(tries).utf8)
        case .accepted(let name):
            buffer.append(contentsOf: " accepted ".utf8)
            buffer.append(contentsOf: name.description.utf8)
        case .failed(let name, let reason):
            // Reasons come without control characters (`Answer`); a line end in one would make two lines of it.
            let safe = reason.utf8.prefix(JournalRecord.longestReason).map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }
            buffer.append(contentsOf: " failed \(name) ".utf8)
            buffer.append(contentsOf: String(decoding: safe, as: UTF8.self).utf8)
        case .settled(let count):
            buffer.append(contentsOf: " settled".utf8)
            if let count { buffer.append(contentsOf: " \(count)".utf8) }
        case .resolved(let name, let resolution, let worker):
            buffer.append(contentsOf: " \(resolution.rawValue) \(name) by=\(worker)".utf8)
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    /// The message it is about, if it is about one.
    var name: SendName? {
        switch event {
        case .sent(let name, _), .accepted(let name), .failed(let name, _), .resolved(let name, _, _): name
        case .started, .settled: nil
        }
    }
}

extension JournalRecord.Event {
    /// Reads what stands after a line's time: a word, and up to two more.
    fileprivate init?(_ verb: String, _ rest: ArraySlice<ArraySlice<UInt8>>) {
        let name = rest.first.flatMap { $0.isEmpty ? nil : SendName(read: $0) }
        let last = rest.count == 2 ? rest.last.map { String(decoding: $0, as: UTF8.self) } : nil
        switch (verb, name, last) {
        case ("settled", nil, nil) where rest.isEmpty: self = .settled(nil)
        case ("settled", let number?, nil):
            guard let count = Int(number.description) else { return nil }
            self = .settled(count)
        case ("accepted", let name?, nil): self = .accepted(name)
        case ("sent", let name?, let last?) where last.hasPrefix("try="):
            guard let tries = Int(last.dropFirst("try=".count)) else { return nil }
            self = .sent(name, tries: tries)
        case ("failed", let name?, let reason?): self = .failed(name, reason: reason)
        case ("started", let process?, nil):
            guard let number = Int32(process.description.dropFirst("pid=".count)) else { return nil }
            self = .started(process: number)
        case (_, let name?, let last?) where last.hasPrefix("by="):
            guard let resolution = JournalRecord.Resolution(rawValue: verb) else { return nil }
            self = .resolved(name, resolution, by: String(last.dropFirst("by=".count)))
        default: return nil
        }
    }
}
