import SeededRandom

extension Fault {
    /// Redis gone, or refusing.
    static let redis = [
        Fault("Redis killed", for: 0.1...2) { plant, _ in
            plant.redis.kill()
            return ""
        } heal: { plant in
            try plant.redis.start()
        },
        Fault("Redis killed, its last second forgotten", for: 0.1...2) { plant, random in
            guard plant.redis.isRunning else { return "it was not there" }
            plant.redis.kill()
            return try forget(plant, &random)
        } heal: { plant in
            try plant.redis.start()
        },
        Fault("Redis loading", for: 1...3) { plant, _ in
            plant.redis.kill()
            try plant.redis.start(delay: plant.redis.delayOfSeconds)
            return ""
        } heal: { plant in
            // May be asked for while it is loading.
            try plant.redis.hurry()
        },
        Fault("Redis stopped (SIGSTOP)", for: 1...7) { plant, _ in
            plant.redis.stop()
            return ""
        } heal: { plant in
            try plant.redis.goOn()
        },
        Fault("Redis out of memory", for: 1...3) { plant, _ in
            try plant.redis.run(
                ["CONFIG", "SET", "maxmemory-policy", "noeviction"], ["CONFIG", "SET", "maxmemory", "1"])
            return ""
        } heal: { plant in
            try plant.redis.run(["CONFIG", "SET", "maxmemory", "0"])
        },
        Fault("Redis a read-only replica", for: 1...3) { plant, _ in
            // Nobody is there: one that was would have it throw all away and copy its own.
            try plant.redis.run(["REPLICAOF", "127.0.0.1", "1"])
            return ""
        } heal: { plant in
            try plant.redis.run(["REPLICAOF", "NO", "ONE"])
        },
        Fault("Redis password changed", for: 1...3) { plant, _ in
            try plant.redis.run(
                ["CONFIG", "SET", "requirepass", RedisUnderTest.otherPassword], ["CLIENT", "KILL", "TYPE", "normal"])
            return ""
        } heal: { plant in
            try plant.redis.run(["CONFIG", "SET", "requirepass", ""])
        },
    ]
}
