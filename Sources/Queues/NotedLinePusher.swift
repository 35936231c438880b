public import RedisClient

/// Puts lines that came over a connection into a queue, together with what else is to be known of them in Redis.
///
/// Lines have numbers, one after the other; the checkpoint holds the last one's as `offset`, so that a call that is made again,
/// because its answer was lost, changes nothing.
public struct NotedLinePusher {
    private let client: RedisClient
    private let queue: String?
    private let checkpoint: String
    private let maxlength: Int

    /// - Parameters:
    ///   - queue: The queue; nil: nobody gets the lines, and only the rest is done.
    ///   - checkpoint: The hash with `generation` and `offset`.
    ///   - maxlength: How many messages the queue may have; 0: no limit.
    public init(_ client: RedisClient, queue: String?, checkpoint: String, maxlength: Int) {
        self.client = client
        self.queue = queue
        self.checkpoint = checkpoint
        self.maxlength = maxlength
    }

    /// Pushes lines, counts them in the ledger, runs commands and moves the checkpoint, all in one step, if the checkpoint still
    /// stands where the lines begin. It waits for Redis.
    /// - Parameters:
    ///   - lines: Those accepted go into the queue. None may be refused.
    ///   - generation: Stands before the numbers.
    ///   - numbers: The number before the first line's, and the last line's.
    ///   - commands: Redis commands, word by word. One that Redis refuses, because its key holds something else, changes nothing
    ///     else.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func push(
        _ lines: FileLines, generation: String, numbers: (before: Int, last: Int), commands: [[String]]
    ) throws -> LinePusher.Result {
        let keys = [checkpoint, QueueKeys.ledger(lines.service)] + (queue.map { [$0] } ?? [])
        let counters = queue.map { lines.counters(of: $0) } ?? [:]
        let answer = try client.run { connection in
            try connection.run(QueueScripts.pushNoted, keys: keys, reserving: lines.size * 2 + 512) { command in
                command.append(numbers.before == 0 ? "" : "\(generation):\(numbers.before)")
                command.append(generation)
                command.append(numbers.last)
                command.append(maxlength)
                command.append(counters.count * 2)
                for (field, count) in counters {
                    command.append(field.name)
                    command.append(count)
                }
                command.append(commands.reduce(0) { $0 + $1.count + 1 })
                for words in commands {
                    command.append(words.count)
                    for word in words { command.append(word) }
                }
                if queue != nil { lines.forEachEntry { command.append($0) } }
            }
        }
        switch answer.integer {
        case 0: return .accepted
        case 1: return .full
        default:
            // The answer to an earlier try of the same call was lost.
            let fields = answer.fields
            let isDone = fields["generation"] == generation && fields["offset"] == String(numbers.last)
            return isDone ? .accepted : .moved(fields)
        }
    }
}

extension QueueScripts {
    /// KEYS: checkpoint, ledger, and the queue if there is one. ARGV: the position expected (`GENERATION:OFFSET`, or nothing), the new
    /// generation and offset, how long the queue may be (0: no limit); then two lists, each after its length: fields of the ledger
    /// with what to add, and commands, each after the number of its words; then the messages.
    /// Answers 0; or 1 when the queue is full; or the checkpoint that stands there instead.
    static let pushNoted = RedisScript(
        helpers + """
            local wrong = refuse('hash', {KEYS[1], KEYS[2]}) or refuse('list', {KEYS[3]})
            if wrong then return wrong end
            local stored = redis.call('HMGET', KEYS[1], 'generation', 'offset')
            local position = stored[1] and (stored[1] .. ':' .. stored[2]) or ''
            if position ~= ARGV[1] then return redis.call('HGETALL', KEYS[1]) end
            if KEYS[3] and fullest({KEYS[3]}, tonumber(ARGV[4])) then return 1 end
            local counters = 5
            local commands = counters + 1 + ARGV[counters]
            local first = commands + 1 + ARGV[commands]
            for i = first, #ARGV, 1000 do
              redis.call('LPUSH', KEYS[3], unpack(ARGV, i, math.min(i + 999, #ARGV)))
            end
            for i = counters + 1, commands - 1, 2 do redis.pcall('HINCRBY', KEYS[2], ARGV[i], ARGV[i + 1]) end
            local at = commands + 1
            while at < first do
              redis.pcall(unpack(ARGV, at + 1, at + ARGV[at]))
              at = at + 1 + ARGV[at]
            end
            redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'offset', ARGV[3])
            return 0
            """)
}
