import RedisClient

/// The moves of the double-click stage.
///
/// A hit is decided when no later one can turn up any more. So its message passes twice: at first its hit is recorded and
/// the message waits in `retry:QUEUE`; when it is claimed again its own record shows that it has waited, and what was
/// recorded besides decides. For this the scripts keep one promise: **a held message is handed out only when every message
/// that came before that moment has been recorded.**
enum ClickScripts {
    /// How long a record outlives the last look at it, in seconds. A message that waits longer is recorded and held anew, and
    /// so are its partners, which come the same way.
    static let expiry = 3_600

    /// How long another worker's claimed messages are waited for, in ms. Whoever lives has recorded them long before; what a
    /// dead one held has been given back by then, if anybody looks after it.
    private static let patience = 300_000

    /// Takes messages like ``QueueScripts/claim``, with another order: new ones come first, and held ones are due only when
    /// there is no new one left, here or in the hands of a worker that has not recorded it yet. Else the answer to a hit could
    /// wait in the queue behind what is being sent. KEYS: queue, temp, retry, claimed, then the queues that messages may go on
    /// to. ARGV: how many, how long a queue may be (0: no limit), the worker, how many messages may be held.
    ///
    /// When so many are held, what is due is handed out although there are new ones: a backlog does not grow in memory, and
    /// the partner of a hit is not that far away from it.
    static let claim = RedisScript(
        QueueScripts.helpers + """
            local wrong = refuse('list', {KEYS[1], KEYS[2]}) or refuse('zset', {KEYS[3]}) or refuse('hash', {KEYS[4]})
            wrong = wrong or refuse('list', {unpack(KEYS, 5)})
            if wrong then return wrong end
            local full = fullest({unpack(KEYS, 5)}, tonumber(ARGV[2]))
            if full then return full end
            local limit = tonumber(ARGV[1])
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local room = tonumber(ARGV[4]) - redis.call('ZCARD', KEYS[3])
            local taken = {}
            if room > 0 then taken = redis.call('RPOP', KEYS[1], math.min(limit, room)) or {} end
            if #taken > 0 then redis.call('HSETNX', KEYS[4], ARGV[3], now) end
            local blocked = false
            local claims = redis.call('HGETALL', KEYS[4])
            for i = 1, #claims, 2 do
              if claims[i] ~= ARGV[3] and now - claims[i + 1] < \(patience)
                and redis.call('EXISTS', '\(QueueKeys.temp(""))' .. claims[i]) == 1 then blocked = true end
            end
            if #taken < limit and not blocked then
              local due = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, limit - #taken)
              for _, message in ipairs(due) do
                redis.call('ZREM', KEYS[3], message)
                taken[#taken + 1] = message
              end
            end
            push('LPUSH', KEYS[2], taken)
            if #taken == 0 and redis.call('LLEN', KEYS[1]) > 0 then return KEYS[3] end
            local nextRetry = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
            return {nextRetry[2] and math.max(blocked and 20 or 0, nextRetry[2] - now) or -1, taken}
            """)

    /// Records the hits that are new and holds their messages, then decides on the others. KEYS: temp, retry, claimed, then
    /// for each message the record of its time and that of the end of its window. ARGV: the worker, whether it has no other
    /// messages that are not recorded (1), for how many ms nothing may be decided; then for each message six values: as it
    /// lies in temp, its new form, its member, its time, the window in s, the grace in ms.
    ///
    /// A message that is no longer in temp is left alone: the same call was made before and its answer lost, or the message
    /// was given to another worker. What has the id of a message that is being held is that message once more, and counts as
    /// its double. Answers for each message `held`, `counts`, or `double MEMBER`.
    static let decide = RedisScript(
        QueueScripts.helpers + """
            local temp, retry = KEYS[1], KEYS[2]
            local wrong = refuse('list', {temp}) or refuse('zset', {retry}) or refuse('hash', {KEYS[3]})
              or refuse('zset', {unpack(KEYS, 4)})
            if wrong then return wrong end
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local answers, known = {}, {}
            local function hold(message, form, wait)
              redis.call('LREM', temp, -1, message)
              redis.call('ZADD', retry, now + wait, form)
              return 'held'
            end
            for i = 1, (#ARGV - 3) / 6 do
              local first, own = 6 * i - 2, KEYS[2 + 2 * i]
              local message, form, member = ARGV[first], ARGV[first + 1], ARGV[first + 2]
              if not redis.call('LPOS', temp, message, 'RANK', -1) then
                answers[i] = 'held'
              elseif redis.call('ZSCORE', retry, form) then
                answers[i] = 'double ' .. member
              elseif redis.call('ZADD', own, 'NX', ARGV[first + 3], member) == 1 then
                local window = ARGV[first + 4] * 1000
                local rest = math.max(0, math.min(window, ARGV[first + 3] * 1000 + window - now))
                answers[i] = hold(message, form, rest + ARGV[first + 5])
              elseif tonumber(ARGV[3]) > 0 then
                answers[i] = hold(message, form, ARGV[3])
              else
                known[#known + 1] = i
              end
              redis.call('EXPIRE', own, \(expiry) + math.ceil(ARGV[first + 5] / 1000))
            end
            for _, i in ipairs(known) do
              local first, own, last = 6 * i - 2, KEYS[2 + 2 * i], KEYS[3 + 2 * i]
              local from, to = ARGV[first + 3], ARGV[first + 3] + ARGV[first + 4]
              local later = redis.call('ZREVRANGEBYSCORE', last, to, from, 'LIMIT', 0, 1)[1]
              later = later or redis.call('ZREVRANGEBYSCORE', own, to, from, 'LIMIT', 0, 1)[1] or ARGV[first + 2]
              answers[i] = later == ARGV[first + 2] and 'counts' or 'double ' .. later
            end
            if ARGV[2] == '1' then redis.call('HDEL', KEYS[3], ARGV[1]) end
            return answers
            """)
}
