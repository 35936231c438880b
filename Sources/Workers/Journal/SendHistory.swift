public import PluginAPI

/// What the send journals tell of one message.
public struct SendHistory {
    /// One thing that happened to it.
    public struct Event: Sendable, Hashable {
        /// When, as RFC 3339 with milliseconds.
        public let time: String
        /// In whose journal it stands: the worker instance.
        public let worker: String
        /// What: `sent try=1`, `accepted`, `failed HTTP 500`, `delivered by=pirus2_0`, `held by=…`, `resent by=…`.
        public let what: String
    }

    private let folder: String

    /// The history that a folder of journals holds.
    /// - Parameter folder: `data/journal` under the directory of `loglines.cfg`; see ``folder(in:)``.
    public init(folder: String) { self.folder = folder }

    /// Where the journals of a configuration lie.
    /// - Parameter directory: The directory of `loglines.cfg`.
    public static func folder(in directory: String) -> String { "\(directory)/data/journal" }

    /// All that the journals of all queues and workers tell of a message with this id, oldest first.
    /// - Throws: Which file cannot be read, and why, in one line.
    public func events(ofID id: String) throws -> [Event] { try events { $0.isName(ofID: id) } }

    /// All that the journals of all workers tell of a message, oldest first; also of one without an id.
    /// - Throws: Which file cannot be read, and why, in one line.
    public func events(of message: LogMessage) throws -> [Event] {
        let name = SendName(message)
        return try events { $0 == name }
    }

    private func events(where isMeant: (SendName) -> Bool) throws -> [Event] {
        var found: [(time: JournalTime, event: Event)] = []
        // A new file repeats of its forerunner what is open.
        var seen: Set<Event> = []
        let journals = try JournalFolder.all(in: folder).flatMap { folder in
            try folder.workers().map { (folder: folder, worker: $0) }
        }
        for (folder, worker) in journals {
            for file in folder.files(of: worker) {
                try JournalLines.read(file) { record, line in
                    guard let name = record.name, isMeant(name) else { return }
                    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3).map {
                        String(decoding: $0, as: UTF8.self)
                    }
                    let what = ([words[1]] + words.dropFirst(3)).joined(separator: " ")
                    let event = Event(time: record.time.description, worker: worker, what: what)
                    if seen.insert(event).inserted { found.append((record.time, event)) }
                }
            }
        }
        // Within a millisecond, and while the clock goes back, the order of the files holds.
        return found.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element.event)
    }
}
