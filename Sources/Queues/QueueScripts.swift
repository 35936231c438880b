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

    /// Gives every message its outcome. KEYS: temp, queue, retry, failed, the queues that messages go on to, the hashes of
    /// the marks. ARGV: the number of those queues, the number of marks, a field and a value for each mark; then for each
    /// message four values: as it lies in temp, its outcome, a number, and its new form.
    ///
    /// - `done N`: goes on to the N-th further queue, or nowhere when N is 0; in its new form, if there is one.
    /// - `retry MS`: waits MS milliseconds in its new form.
    /// - `back`: is the next to be taken again, in its new form.
    /// - `failed`: the new form is the record for the failed list.
    ///
    /// A message that is no longer in temp was given to another worker meanwhile; it is left alone. Where there are marks
    /// nothing at all is done then: what they mark would not be true. Answers how many messages that were.
    static let settle = RedisScript(
        helpers + """
            local temp = KEYS[1]
            local targets, marks = tonumber(ARGV[1]), tonumber(ARGV[2])
            local lists = {temp, KEYS[2], unpack(KEYS, 4, 4 + targets)}
            local wrong = refuse('list', lists) or refuse('zset', {KEYS[3]})
              or refuse('hash', {unpack(KEYS, 5 + targets)})
            if wrong then return wrong end
            local first = 3 + 2 * marks
            if marks > 0 then
              local gone = 0
              for i = first, #ARGV, 4 do if not redis.call('LPOS', temp, ARGV[i]) then gone = gone + 1 end end
              if gone > 0 then return gone end
            end
            for i = 1, marks do redis.call('HSET', KEYS[4 + targets + i], ARGV[1 + 2 * i], ARGV[2 + 2 * i]) end
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local onward, back, absent = {}, {}, 0
            for i = first, #ARGV, 4 do
              if redis.call('LREM', temp, -1, ARGV[i]) == 0 then
                absent = absent + 1
              elseif ARGV[i + 1] == 'done' then
                local target = tonumber(ARGV[i + 2])
                if target > 0 then
                  local messages = onward[target] or {}
                  messages[#messages + 1] = ARGV[i + 3] == '' and ARGV[i] or ARGV[i + 3]
                  onward[target] = messages
                end
              elseif ARGV[i + 1] == 'retry' then
                if redis.call('ZADD', KEYS[3], 'NX', now + tonumber(ARGV[i + 2]), ARGV[i + 3]) == 0 then
                  redis.call('LPUSH', KEYS[2], ARGV[i + 3])
                end
              elseif ARGV[i + 1] == 'failed' then
                redis.call('LPUSH', KEYS[4], ARGV[i + 3])
              else
                back[#back + 1] = ARGV[i + 3]
              end
            end
            for target, messages in pairs(onward) do push('LPUSH', KEYS[4 + target], messages) end
            for i = #back, 1, -1 do redis.call('RPUSH', KEYS[2], back[i]) end
            return absent
            """)

    /// Gives everything in temp the same outcome: done. KEYS: temp, the hashes of the marks, and last the further queue that
    /// the messages go on to, if any. ARGV: how many messages there should be, the oldest, the newest, then a field and a
    /// value for each mark.
    ///
    /// The messages themselves stay on the server; that is what makes it faster than ``settle``.
    /// Answers 0; -1, and nothing is done, if that is not what lies in temp.
    static let settleAll = RedisScript(
        helpers + """
            local temp, marks = KEYS[1], (#ARGV - 3) / 2
            local target = KEYS[2 + marks]
            local wrong = refuse('list', {temp, target}) or refuse('hash', {unpack(KEYS, 2, 1 + marks)})
            if wrong then return wrong end
            if redis.call('LLEN', temp) ~= tonumber(ARGV[1]) or redis.call('LINDEX', temp, -1) ~= ARGV[2]
              or redis.call('LINDEX', temp, 0) ~= ARGV[3] then return -1 end
            for i = 1, marks do redis.call('HSET', KEYS[1 + i], ARGV[2 + 2 * i], ARGV[3 + 2 * i]) end
            if target then push('LPUSH', target, redis.call('RPOP', temp, ARGV[1])) else redis.call('DEL', temp) end
            return 0
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

    /// Pushes lines and moves the checkpoint, if it still stands where the lines begin and the queue is not full. KEYS: queue,
    /// checkpoint, failed. ARGV: the position expected (`GENERATION:OFFSET`, or nothing), how long the queue may be (0: no
    /// limit), the number of the checkpoint's values, those values, the number of failed records, those records, the messages.
    /// Answers 0; or 1 when the queue is full; or the checkpoint that stands there instead.
    static let pushLines = RedisScript(
        helpers + """
            local wrong = refuse('list', {KEYS[1], KEYS[3]}) or refuse('hash', {KEYS[2]})
            if wrong then return wrong end
            local stored = redis.call('HMGET', KEYS[2], 'generation', 'offset')
            local position = stored[1] and (stored[1] .. ':' .. stored[2]) or ''
            if position ~= ARGV[1] then return redis.call('HGETALL', KEYS[2]) end
            local fields = tonumber(ARGV[3])
            local failures = tonumber(ARGV[4 + fields])
            local first = 5 + fields + failures
            if first <= #ARGV and fullest({KEYS[1]}, tonumber(ARGV[2])) then return 1 end
            for i = first, #ARGV, 1000 do
              redis.call('LPUSH', KEYS[1], unpack(ARGV, i, math.min(i + 999, #ARGV)))
            end
            for i = 5 + fields, first - 1 do redis.call('LPUSH', KEYS[3], ARGV[i]) end
            redis.call('HSET', KEYS[2], unpack(ARGV, 4, 3 + fields))
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
    /// until expiry, then fields and values. Answers nothing, or who has the name.
    static let beat = RedisScript(
        """
        local holder = redis.call('HGET', KEYS[1], 'token')
        if holder and holder ~= ARGV[1] and holder ~= ARGV[2] then return redis.call('HGETALL', KEYS[1]) end
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

    /// Puts failed messages back into their queue, as the newest. KEYS: failed, queue. ARGV: for each a record as it lies
    /// in the failed list, and its message. Answers how many were put back.
    static let putBack = RedisScript(
        helpers + """
            local wrong = refuse('list', KEYS)
            if wrong then return wrong end
            local count = 0
            for i = 1, #ARGV, 2 do
              if redis.call('LREM', KEYS[1], -1, ARGV[i]) == 1 then
                redis.call('LPUSH', KEYS[2], ARGV[i + 1])
                count = count + 1
              end
            end
            return count
            """)
}
