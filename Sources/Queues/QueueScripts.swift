import RedisClient

/// The moves of messages between keys, each one step for the server: a crash leaves every message in exactly one place.
///
/// Each script looks at the types of its keys before it changes anything: an error halfway would lose messages.
enum QueueScripts {
    /// Refuses keys of another type, and pushes more values than one call of Lua's `unpack` can take.
    static let helpers = """
        local function refuse(kind, keys)
          for _, key in ipairs(keys) do
            local found = redis.call('TYPE', key).ok
            if found ~= kind and found ~= 'none' then
              return redis.error_reply('WRONGTYPE ' .. key .. ' is a ' .. found .. ', not a ' .. kind)
            end
          end
        end
        local function fullest(keys, limit)
          for _, key in ipairs(keys) do
            if limit > 0 and redis.call('LLEN', key) >= limit then return key end
          end
        end
        local function push(command, key, values)
          for first = 1, #values, 1000 do
            redis.call(command, key, unpack(values, first, math.min(first + 999, #values)))
          end
        end

        """

    /// Takes due retries, then the oldest messages; none while a queue that they may go on to is full. KEYS: queue, temp,
    /// retry, then those queues. ARGV: how many, how long a queue may be (0: no limit).
    /// Answers the milliseconds until the next retry is due (-1: none), and the messages, oldest first; or the full queue.
    static let claim = RedisScript(
        helpers + """
            local wrong = refuse('list', {KEYS[1], KEYS[2]}) or refuse('zset', {KEYS[3]})
            wrong = wrong or refuse('list', {unpack(KEYS, 4)})
            if wrong then return wrong end
            local full = fullest({unpack(KEYS, 4)}, tonumber(ARGV[2]))
            if full then return full end
            local limit = tonumber(ARGV[1])
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local taken = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, limit)
            for _, message in ipairs(taken) do redis.call('ZREM', KEYS[3], message) end
            if #taken < limit then
              for _, message in ipairs(redis.call('RPOP', KEYS[1], limit - #taken) or {}) do
                taken[#taken + 1] = message
              end
            end
            push('LPUSH', KEYS[2], taken)
            local nextRetry = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
            return {nextRetry[2] and math.max(0, nextRetry[2] - now) or -1, taken}
            """)

    /// Writes a message in temp anew, in its place at the old end. KEYS: temp. ARGV: as it lies there, its new form.
    static let rewrite = RedisScript(
        helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            if redis.call('LREM', KEYS[1], -1, ARGV[1]) == 0 then return 0 end
            return redis.call('RPUSH', KEYS[1], ARGV[2])
            """)

    /// Moves the oldest messages of a queue to each of several; none while one of them is full. KEYS: queue, targets.
    /// ARGV: how many, how long a queue may be (0: no limit). Answers how many were moved, or the full queue.
    static let fanOut = RedisScript(
        helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            local full = fullest({unpack(KEYS, 2)}, tonumber(ARGV[2]))
            if full then return full end
            local taken = redis.call('RPOP', KEYS[1], ARGV[1]) or {}
            for target = 2, #KEYS do push('LPUSH', KEYS[target], taken) end
            return #taken
            """)

    /// Pushes lines, counts them and moves the checkpoint, if it still stands where the lines begin and the queue is not
    /// full. KEYS: queue, checkpoint, failed, ledger. ARGV: the position expected (`GENERATION:OFFSET`, or nothing), how long
    /// the queue may be (0: no limit), after how many seconds the checkpoint is forgotten (0: never); then three lists, each
    /// after its length: fields and values of the checkpoint, fields of the ledger with what to add, failed records; then the
    /// messages.
    /// Answers 0; or 1 when the queue is full; or the checkpoint that stands there instead.
    static let pushLines = RedisScript(
        helpers + """
            local wrong = refuse('list', {KEYS[1], KEYS[3]}) or refuse('hash', {KEYS[2], KEYS[4]})
            if wrong then return wrong end
            local stored = redis.call('HMGET', KEYS[2], 'generation', 'offset')
            local position = stored[1] and (stored[1] .. ':' .. stored[2]) or ''
            if position ~= ARGV[1] then return redis.call('HGETALL', KEYS[2]) end
            local fields = 4
            local counters = fields + 1 + ARGV[fields]
            local failures = counters + 1 + ARGV[counters]
            local first = failures + 1 + ARGV[failures]
            if first <= #ARGV and fullest({KEYS[1]}, tonumber(ARGV[2])) then return 1 end
            for i = first, #ARGV, 1000 do
              redis.call('LPUSH', KEYS[1], unpack(ARGV, i, math.min(i + 999, #ARGV)))
            end
            for i = failures + 1, first - 1 do redis.call('LPUSH', KEYS[3], ARGV[i]) end
            for i = counters + 1, failures - 1, 2 do redis.pcall('HINCRBY', KEYS[4], ARGV[i], ARGV[i + 1]) end
            redis.call('HSET', KEYS[2], unpack(ARGV, fields + 1, counters - 1))
            if ARGV[3] ~= '0' then redis.call('EXPIRE', KEYS[2], ARGV[3]) end
            return 0
            """)

    /// Gives back what a worker held that no longer lives. KEYS: heartbeat, temp, queue, registry. ARGV: the worker.
    /// Answers how many messages that were.
    static let giveBack = RedisScript(
        helpers + """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            local wrong = refuse('list', {KEYS[2], KEYS[3]})
            if wrong then return wrong end
            local held = redis.call('LRANGE', KEYS[2], 0, -1)
            push('RPUSH', KEYS[3], held)
            redis.call('DEL', KEYS[2])
            redis.call('HDEL', KEYS[4], ARGV[1])
            return #held
            """)

    /// Takes or keeps a worker's name. KEYS: heartbeat. ARGV: our token, the token we may take over (or nothing), seconds
    /// until expiry, then fields and values, which are all that it has from now on. Answers nothing, or who has the name.
    static let beat = RedisScript(
        """
        local holder = redis.call('HGET', KEYS[1], 'token')
        if holder and holder ~= ARGV[1] and holder ~= ARGV[2] then return redis.call('HGETALL', KEYS[1]) end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'token', ARGV[1], unpack(ARGV, 4))
        redis.call('EXPIRE', KEYS[1], ARGV[3])
        return {}
        """)

    /// Gives a worker's name up. KEYS: heartbeat, temp, registry. ARGV: our token, the worker.
    static let leave = RedisScript(
        """
        if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
        if redis.call('LLEN', KEYS[2]) == 0 then redis.call('HDEL', KEYS[3], ARGV[2]) end
        return redis.call('DEL', KEYS[1])
        """)

    /// Moves messages of one list to another, oldest first. KEYS: from, to. ARGV: how many.
    static let move = RedisScript(
        helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            local taken = redis.call('RPOP', KEYS[1], ARGV[1]) or {}
            push('LPUSH', KEYS[2], taken)
            return #taken
            """)

    /// Removes a list. KEYS: the list. Answers how many entries it had. What is no list stays.
    static let removeList = RedisScript(
        helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            local count = redis.call('LLEN', KEYS[1])
            redis.call('DEL', KEYS[1])
            return count
            """)
}
