import SeededRandom

extension Fault {
    /// Processes killed outright.
    static let processes = [
        Fault("worker killed", for: 0.3...2) { plant, random in
            guard let victim = plant.children.randomElement(using: &random) else { return "none lives" }
            plant.kill(victim)
            return victim.name
        },
        Fault("forwarder killed again and again", for: 0.1...0.5) { plant, random in
            var killed = 0
            for _ in 0..<3 {
                for victim in plant.children where victim.name == "pirus2" {
                    plant.kill(victim)
                    killed += 1
                }
                pause(Double.random(in: 0.2...0.8, using: &random))
            }
            return "\(killed) times"
        },
        Fault("supervisor killed", for: 0.1...2) { plant, _ in
            plant.killSupervisor()
            return ""
        } heal: { plant in
            try plant.start()
        },
        Fault("power cut", for: 0.1...2) { plant, random in
            plant.killSupervisor()
            plant.redis.kill()
            return try forget(plant, &random)
        } heal: { plant in
            try plant.redis.start()
            try plant.start()
        },
    ]

    /// Has a Redis that was killed forget a part of its last second.
    static func forget(_ plant: Plant, _ random: inout SeededRandom) throws -> String {
        let (bytes, sends) = try plant.redis.forget(seconds: Double.random(in: 0.1...1, using: &random))
        plant.forgotten.sends += sends
        plant.forgotten.times += 1
        return "\(bytes) bytes and \(sends) sends forgotten"
    }
}
