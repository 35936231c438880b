import RedisClient

/// The scripts that give claimed messages their outcomes and count them in the ledger; see ``QueueScripts``.
///
/// Counters move after the messages: then a server that is out of memory refuses no write any more, and a counter that
/// somebody has overwritten by hand (whence `pcall`) stops no message.
enum SettlingScripts {
    /// Gives every message its outcome. KEYS: temp, queue, retry, failed, the queues that messages go on to, the hashes of
    /// the marks, the ledgers. ARGV: how many of those queues, of the marks, of the counters there are; a field and a value
    /// for each mark; for each counter the number of its ledger, its field, and a second field or nothing; then for each
    /// message five values: as it lies in temp, its outcome, a number, its new form, and its counter (0: none).
    ///
    /// - `done N`: goes on to the N-th further queue, or nowhere when N is 0; in its new form, if there is one.
    /// - `retry MS`: waits MS milliseconds in its new form.
    /// - `back`: is the next to be taken again, in its new form.
    /// - `failed`: the new form is the record for the failed list.
    ///
    /// A message that is no longer in temp was given to another worker meanwhile; it is left alone and not counted. Where
    /// there are marks nothing at all is done then: what they mark would not be true. Answers how many messages that were.
    static let settle = RedisScript(
        QueueScripts.helpers + """
            local temp = KEYS[1]
            local targets, marks, counters = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local lists = {temp, KEYS[2], unpack(KEYS, 4, 4 + targets)}
            local wrong = refuse('list', lists) or refuse('zset', {KEYS[3]})
              or refuse('hash', {unpack(KEYS, 5 + targets)})
            if wrong then return wrong end
            local counter = 4 + 2 * marks
            local first = counter + 3 * counters
            if marks > 0 then
              local gone = 0
              for i = first, #ARGV, 5 do if not redis.call('LPOS', temp, ARGV[i]) then gone = gone + 1 end end
              if gone > 0 then return gone end
            end
            for i = 1, marks do redis.call('HSET', KEYS[4 + targets + i], ARGV[2 + 2 * i], ARGV[3 + 2 * i]) end
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local onward, back, counts, absent = {}, {}, {}, 0
            for i = first, #ARGV, 5 do
              if redis.call('LREM', temp, -1, ARGV[i]) == 0 then
                absent = absent + 1
              else
                if ARGV[i + 4] ~= '0' then counts[ARGV[i + 4]] = (counts[ARGV[i + 4]] or 0) + 1 end
                if ARGV[i + 1] == 'done' then
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
            end
            for target, messages in pairs(onward) do push('LPUSH', KEYS[4 + target], messages) end
            for i = #back, 1, -1 do redis.call('RPUSH', KEYS[2], back[i]) end
            for number, count in pairs(counts) do
              local i = counter + 3 * (number - 1)
              local ledger = KEYS[4 + targets + marks + ARGV[i]]
              redis.pcall('HINCRBY', ledger, ARGV[i + 1], count)
              if ARGV[i + 2] ~= '' then redis.pcall('HINCRBY', ledger, ARGV[i + 2], count) end
            end
            return absent
            """)

    /// Gives the oldest messages in temp the same outcome: done. KEYS: temp, the hashes of the marks, the ledgers, and last
    /// the further queue that the messages go on to, if any. ARGV: how many messages, the oldest and the newest of them, how
    /// many marks and how many ledgers there are; a field and a value for each mark; for each counter the number of its ledger,
    /// its field, and what to add.
    ///
    /// The messages themselves stay on the server; that is what makes it faster than ``settle``.
    /// Answers 0; -1, and nothing is done, if others lie at temp's end.
    static let settleOldest = RedisScript(
        QueueScripts.helpers + """
            local temp, marks, ledgers = KEYS[1], tonumber(ARGV[4]), tonumber(ARGV[5])
            local target = KEYS[2 + marks + ledgers]
            local wrong = refuse('list', {temp, target}) or refuse('hash', {unpack(KEYS, 2, 1 + marks + ledgers)})
            if wrong then return wrong end
            if redis.call('LINDEX', temp, -1) ~= ARGV[2] or redis.call('LINDEX', temp, -ARGV[1]) ~= ARGV[3] then
              return -1
            end
            for i = 1, marks do redis.call('HSET', KEYS[1 + i], ARGV[4 + 2 * i], ARGV[5 + 2 * i]) end
            if target then push('LPUSH', target, redis.call('RPOP', temp, ARGV[1]))
            else redis.call('LTRIM', temp, 0, -1 - ARGV[1]) end
            for i = 6 + 2 * marks, #ARGV, 3 do
              redis.pcall('HINCRBY', KEYS[1 + marks + ARGV[i]], ARGV[i + 1], ARGV[i + 2])
            end
            return 0
            """)

    /// Removes the oldest messages of a queue and counts them. KEYS: queue, the ledgers. ARGV: how many messages, the oldest
    /// and the newest of them; for each counter the number of its ledger, its field, and what to add.
    /// Answers how many were removed: none where others lie there meanwhile.
    static let discard = RedisScript(
        QueueScripts.helpers + """
            local wrong = refuse('list', {KEYS[1]}) or refuse('hash', {unpack(KEYS, 2)})
            if wrong then return wrong end
            if redis.call('LINDEX', KEYS[1], -1) ~= ARGV[2] or redis.call('LINDEX', KEYS[1], -ARGV[1]) ~= ARGV[3] then
              return 0
            end
            local removed = redis.call('RPOP', KEYS[1], ARGV[1])
            for i = 4, #ARGV, 3 do redis.pcall('HINCRBY', KEYS[1 + ARGV[i]], ARGV[i + 1], ARGV[i + 2]) end
            return #removed
            """)
}
