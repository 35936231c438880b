public import RedisClient

/// Does what an operator wants with messages of one place, each in one step with what the ledger counts.
///
/// A message is what its bytes are: one that a worker has taken meanwhile, or that was done before, is not there any more and is
/// left alone. Of equal messages it does not matter which one is meant.
public struct MessageMender {
    /// What is to be done.
    public enum Change: Sendable {
        /// What was given up goes back into its queue with its tries forgotten; what waits for another try is due now.
        case retry
        /// It goes to another queue, as the newest there; what was given up with its tries forgotten.
        case move(MessageMove)
        /// It goes for good.
        /// - Parameter isCounted: Whether lines on their way wait there, so that the ledger must count them as purged.
        case delete(isCounted: Bool)
    }

    private let connection: RedisConnection
    private let place: MessagePlace

    /// A mender of the messages of a place, which is not of those in flight: they are their workers'.
    public init(_ place: MessagePlace, _ connection: RedisConnection) {
        self.place = place
        self.connection = connection
    }

    /// Changes messages.
    /// - Returns: The positions in `messages` of those that it was done with.
    /// - Throws: ``RedisError``.
    public func apply(_ change: Change, to messages: [ListedMessage]) throws -> [Int] {
        guard let key = place.key, !messages.isEmpty, change.isPossible(place.kind) else { return [] }
        var book = CounterBook()
        let effects = messages.map { book.note(change.effects(on: $0, in: place), $0.counted) }
        let bytes = messages.reduce(512) { $0 + 2 * $1.entry.count + 96 }
        let target = change.target(place) ?? place.queue
        let answer = try connection.run(Self.script, keys: [key, target] + book.keys, reserving: bytes) { command in
            command.append(place.kind != .retry ? "list" : change.isRetry ? "due" : "zset")
            command.append(change.target(place) == nil ? 0 : 1)
            // What no message is: it stands for those of a list that are gone, until all of them go at once.
            command.append("gone:\(UInt64.random(in: .min ... .max)):\(UInt64.random(in: .min ... .max))")
            command.append(book.counters.count)
            for counter in book.counters {
                command.append(counter.ledger)
                command.append(counter.field)
                command.append(counter.amount)
            }
            for (message, effects) in zip(messages, effects) {
                command.append(message.entry)
                command.append(message.failure.map { change.target(place) == nil ? [] : $0.messageToRetry } ?? [])
                command.append(message.failure == nil ? 0 : 1)
                command.append(effects.lowerBound)
                command.append(effects.upperBound)
                command.append(message.position)
            }
        }
        return answer.elements.compactMap(\.integer)
    }

    /// Changes messages and counts what that means. KEYS: the list or sorted set, the queue that gets them, the ledgers. ARGV:
    /// whether it is a `list`, a `zset`, or a `zset` whose messages are to be `due` now; whether the queue gets them (1); what
    /// no entry is; how many counters there are, and of each the number of its ledger, its field, and what each message adds to it;
    /// then for each message its entry, its new form, whether it has one (1), the first of its counters and that behind the last,
    /// from 0, and how many messages were before it, the oldest first. Answers the numbers of those that were there, from 0.
    ///
    /// A search through a long list takes the server tenths of a second. So each message is looked for where it was, or, since
    /// workers may have taken some that were before it, where one of the newest shows that it must be; and those of a list are
    /// removed in one go.
    private static let script = RedisScript(
        QueueScripts.helpers + """
            local source, isList = KEYS[1], ARGV[1] == 'list'
            local wrong = refuse(isList and 'list' or 'zset', {source}) or refuse('list', {KEYS[2]})
              or refuse('hash', {unpack(KEYS, 3)})
            if wrong then return wrong end
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local first = 5 + 3 * ARGV[4]
            local done, pushed, counts, moved, vain = {}, {}, {}, 0, 0
            local function at(place) return place >= 0 and redis.call('LINDEX', source, -1 - place) end
            for i = #ARGV - 5, isList and first or #ARGV, -6 do
              local place = tonumber(ARGV[i + 5])
              if vain == 3 or at(place) == ARGV[i] then break end
              local index = redis.call('LPOS', source, ARGV[i], 'RANK', -1, 'MAXLEN', place + 1000)
              if index then
                moved = place - (redis.call('LLEN', source) - 1 - index)
                break
              end
              vain = vain + 1
            end
            for i = first, #ARGV, 6 do
              local entry, isThere = ARGV[i], false
              if isList then
                local place = ARGV[i + 5] - moved
                isThere = at(place) == entry
                if isThere then redis.call('LSET', source, -1 - place, ARGV[3]) end
              elseif ARGV[1] == 'zset' then
                isThere = redis.call('ZREM', source, entry) == 1
              else
                local due = redis.call('ZSCORE', source, entry)
                isThere = due and tonumber(due) > now
                if isThere then redis.call('ZADD', source, now, entry) end
              end
              if isThere then
                done[#done + 1] = (i - first) / 6
                if ARGV[2] == '1' then pushed[#pushed + 1] = ARGV[i + 2] == '1' and ARGV[i + 1] or entry end
                for counter = ARGV[i + 3], ARGV[i + 4] - 1 do counts[counter] = (counts[counter] or 0) + 1 end
              end
            end
            if isList and #done > 0 then redis.call('LREM', source, -#done, ARGV[3]) end
            push('LPUSH', KEYS[2], pushed)
            for counter, count in pairs(counts) do
              local i = 5 + 3 * counter
              redis.pcall('HINCRBY', KEYS[2 + ARGV[i]], ARGV[i + 1], count * ARGV[i + 2])
            end
            return done
            """)
}

extension MessageMender.Change {
    /// Whether it can be done with messages of a kind.
    public func isPossible(_ kind: MessagePlace.Kind) -> Bool {
        switch kind {
        case .waiting: !isRetry
        case .retry, .failed: true
        case .inFlight: false
        }
    }

    /// Whether it is ``retry``.
    var isRetry: Bool { if case .retry = self { true } else { false } }

    /// The queue that gets the messages; nil: none.
    fileprivate func target(_ place: MessagePlace) -> String? {
        switch self {
        case .retry: place.kind == .failed ? place.queue : nil
        case .move(let move): move.target
        case .delete: nil
        }
    }
}
