/// Requests of a journal of which Redis does not know the outcome: sent, and not settled. It takes in the journal's records
/// one after the other, and does nothing else.
struct OpenSends: Sendable {
    /// One request.
    struct Send: Sendable, Equatable {
        /// When it was sent.
        let time: JournalTime
        /// Which try it was.
        let tries: Int
        /// When the tracker took it; nil: no answer is known.
        var accepted: JournalTime?
        /// Whether it was sent by an earlier process than the last that the journal knows of.
        var isFormer = false
    }

    /// By name, the oldest first: only messages without an id of their own can have the same.
    private(set) var sends: [SendName: [Send]] = [:]

    /// What was accepted and waits to be settled.
    private var unsettled: [SendName] = []

    /// When the last record was written.
    private(set) var last: JournalTime?

    /// Takes in the next record.
    mutating func apply(_ record: JournalRecord) {
        last = record.time
        switch record.event {
        case .started:
            for name in sends.keys {
                sends[name] = sends[name]?.map { send in
                    var former = send
                    former.isFormer = true
                    return former
                }
            }
            unsettled = []
        case .sent(let name, let tries):
            // Sent again: what was in doubt is so no longer.
            remove(name, where: \.isFormer)
            sends[name, default: []].append(Send(time: record.time, tries: tries))
        case .accepted(let name):
            guard let index = sends[name]?.firstIndex(where: { !$0.isFormer && $0.accepted == nil }) else { return }
            sends[name]?[index].accepted = record.time
            unsettled.append(name)
        case .failed(let name, _):
            remove(name) { !$0.isFormer && $0.accepted == nil }
        case .settled(let count):
            let settled = unsettled.prefix(count ?? unsettled.count)
            for name in settled { remove(name) { !$0.isFormer && $0.accepted != nil } }
            unsettled.removeFirst(settled.count)
        case .resolved(let name, _, _):
            if !remove(name, where: \.isFormer) { remove(name) { _ in true } }
        }
    }

    /// How many there are of which no answer is known, and how many the tracker took, among those of the last process.
    var counts: (unanswered: Int, accepted: Int) {
        sends.values.joined().filter { !$0.isFormer }.reduce(into: (0, 0)) { counts, send in
            if send.accepted == nil { counts.0 += 1 } else { counts.1 += 1 }
        }
    }

    @discardableResult
    private mutating func remove(_ name: SendName, where isMeant: (Send) -> Bool) -> Bool {
        guard var all = sends[name], let index = all.firstIndex(where: isMeant) else { return false }
        all.remove(at: index)
        sends[name] = all.isEmpty ? nil : all
        return true
    }
}
