import Glibc
import SeededRandom

/// Sensors as Ansible's generator played one: each says of an action of three letters how much it is.
public struct Sensors: Sendable {
    private struct Sensor {
        let name: String
        var value: Double
        let middle: Double
        let swing: Double
    }

    private var random: SeededRandom
    private var sensors: [Sensor] = []

    /// Sensors of a seed: the same seed gives the same lines.
    /// - Parameter count: How many, at least 1. Beyond some three thousand they share names.
    public init(seed: UInt64, count: Int) {
        random = SeededRandom(seed: seed)
        let (capitals, vowels) = (Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), Array("AEIOU"))
        var names: Set<String> = []
        for _ in 0..<max(1, count) {
            func name() -> String {
                String([capitals[random.below(26)], vowels[random.below(5)], capitals[random.below(26)]])
            }
            var chosen = name()
            while names.count < 3_000, !names.insert(chosen).inserted { chosen = name() }
            let middle = Double(random.below(900) + 50) / 10
            sensors.append(Sensor(name: chosen, value: middle, middle: middle, swing: middle / 20))
        }
    }

    /// How many there are.
    public var count: Int { sensors.count }

    /// The next line of a sensor, as the original's `"%s %0.3f"`, with its end. Values wander about a middle.
    public mutating func line(of number: Int) -> [UInt8] {
        let step = Double(random.below(2_001)) / 1_000 - 1
        var sensor = sensors[number]
        sensor.value += step * sensor.swing + (sensor.middle - sensor.value) * 0.05
        sensors[number] = sensor
        let thousandths = Int((sensor.value * 1_000).rounded())
        let digits = String(1_000 + thousandths.magnitude % 1_000).dropFirst()
        return Array(
            "\(sensor.name) \(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1_000).\(digits)\r\n".utf8)
    }
}
