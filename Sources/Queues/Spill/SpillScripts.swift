import RedisClient

/// The moves of a broker that isolates its targets. Each is one step for the server, refuses keys of another type before it
/// changes anything, and may be sent again when its answer was lost.
enum SpillScripts {
    /// Makes a spill known, if it is not. KEYS: spill. ARGV: the queue that it belongs to.
    static let create = RedisScript(
        QueueScripts.helpers + """
            local wrong = refuse('hash', KEYS)
            if wrong then return wrong end
            if redis.call('EXISTS', KEYS[1]) == 0 then
              redis.call('HSET', KEYS[1], 'queue', ARGV[1], 'size', 0, 'read', 0, 'messages', 0)
            end
            return 0
            """)

    /// Takes the oldest messages, if the worker holds none yet. KEYS: temp, queue, then the queues that messages go on to.
    /// ARGV: how many, how long a queue may be (0: no limit). Answers what the worker holds, oldest first, and for each of
    /// those queues whether it is full.
    static let claim = RedisScript(
        QueueScripts.helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            if redis.call('EXISTS', KEYS[1]) == 0 then
              push('LPUSH', KEYS[1], redis.call('RPOP', KEYS[2], ARGV[1]) or {})
            end
            local held, full = {}, {}
            local newestFirst = redis.call('LRANGE', KEYS[1], 0, -1)
            for i = #newestFirst, 1, -1 do held[#held + 1] = newestFirst[i] end
            for i = 3, #KEYS do full[#full + 1] = fullest({KEYS[i]}, tonumber(ARGV[2])) and 1 or 0 end
            return {held, full}
            """)

    /// Moves what the worker holds to the queues that have room, and acknowledges what was appended to spills for the
    /// others. KEYS: temp, those queues, the spills. ARGV: how many messages there should be, the oldest, the newest, the
    /// number of those queues, then for each spill the size it had and the size it has.
    /// Answers 1; 0, and nothing is done, when the worker holds something else or a spill has another size.
    static let distribute = RedisScript(
        QueueScripts.helpers + """
            local temp, targets = KEYS[1], tonumber(ARGV[4])
            local wrong = refuse('list', {unpack(KEYS, 1, 1 + targets)}) or refuse('hash', {unpack(KEYS, 2 + targets)})
            if wrong then return wrong end
            if redis.call('LLEN', temp) ~= tonumber(ARGV[1]) or redis.call('LINDEX', temp, -1) ~= ARGV[2]
              or redis.call('LINDEX', temp, 0) ~= ARGV[3] then return 0 end
            for i = 1, #KEYS - 1 - targets do
              if redis.call('HGET', KEYS[1 + targets + i], 'size') ~= ARGV[3 + 2 * i] then return 0 end
            end
            local held = redis.call('RPOP', temp, ARGV[1])
            for target = 2, 1 + targets do push('LPUSH', KEYS[target], held) end
            for i = 1, #KEYS - 1 - targets do
              redis.call('HSET', KEYS[1 + targets + i], 'size', ARGV[4 + 2 * i])
              redis.call('HINCRBY', KEYS[1 + targets + i], 'messages', #held)
            end
            return 1
            """)

    /// Gives messages of a spill to their queue, if it has room and they are the next. KEYS: queue, spill. ARGV: where they
    /// begin in the spill, where they end, how long the queue may be (0: no limit), the messages.
    /// Answers 1; 0 when the queue is full; -1 when the spill stands elsewhere.
    static let refill = RedisScript(
        QueueScripts.helpers + """
            local wrong = refuse('list', {KEYS[1]}) or refuse('hash', {KEYS[2]})
            if wrong then return wrong end
            local size = redis.call('HGET', KEYS[2], 'size')
            if redis.call('HGET', KEYS[2], 'read') ~= ARGV[1] or not size or tonumber(size) < tonumber(ARGV[2]) then
              return -1
            end
            if fullest({KEYS[1]}, tonumber(ARGV[3])) then return 0 end
            for first = 4, #ARGV, 1000 do
              redis.call('LPUSH', KEYS[1], unpack(ARGV, first, math.min(first + 999, #ARGV)))
            end
            redis.call('HSET', KEYS[2], 'read', ARGV[2])
            if size == ARGV[2] then
              redis.call('HSET', KEYS[2], 'messages', 0)
            else
              redis.call('HINCRBY', KEYS[2], 'messages', 3 - #ARGV)
            end
            return 1
            """)

    /// Gives back what the worker holds, as the next to be taken. KEYS: temp, queue. Answers how many messages that were.
    static let release = RedisScript(
        QueueScripts.helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            local held = redis.call('LRANGE', KEYS[1], 0, -1)
            push('RPUSH', KEYS[2], held)
            redis.call('DEL', KEYS[1])
            return #held
            """)
}
