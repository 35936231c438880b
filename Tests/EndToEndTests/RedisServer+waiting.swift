import RedisClient
import TestKit

extension RedisServer {
    /// How many messages wait in queues or for another try, or are held by workers. All are counted at one moment: between two
    /// they move.
    func waiting(in queues: String..., heldBy workers: String...) throws -> Int {
        let script = """
            local count = 0
            for _, queue in ipairs(ARGV) do count = count + redis.call('LLEN', queue) + redis.call('ZCARD', 'retry:' .. queue) end
            for _, worker in ipairs(KEYS) do count = count + redis.call('LLEN', 'temp:' .. worker) end
            return count
            """
        var command = RedisCommand("EVAL", script, "\(workers.count)")
        for word in workers + queues { command.append(word) }
        return try connection().run(command).integer ?? -1
    }
}
