import Glibc
import SeededRandom
import TestKit

/// Injects faults at random, singly and two at once, with pauses in which the work must go on.
struct FaultScript {
    /// One fault as it was injected.
    struct Injection {
        let fault: String
        let detail: String
        /// Seconds since the beginning.
        let at: Double
        let healed: Double
        /// How long it took until every end of the system moved again; nil: it did not.
        var recovery: Double?
    }

    /// What was injected, in order.
    private(set) var history: [Injection] = []
    /// What could not be injected, and why.
    private(set) var skipped: [(fault: String, reason: String)] = []

    private let plant: Plant
    private let faults: [Fault]
    private var deck: [Fault] = []
    private var random: SeededRandom
    private let begin = ContinuousClock.now

    init(_ plant: Plant, seed: UInt64, only: [String]) {
        self.plant = plant
        random = SeededRandom(seed: seed)
        let chosen = Fault.all.filter { fault in only.isEmpty || only.contains { fault.name.contains($0) } }
        faults = chosen.filter { $0.missing(in: plant) == nil }
        skipped = chosen.compactMap { fault in fault.missing(in: plant).map { (fault.name, $0) } }
    }

    /// - Throws: When a fault cannot be injected or made good, or no work goes on after it.
    mutating func run(seconds: Double) throws {
        while now < seconds {
            var chosen = [draw()]
            if random.chance(0.35) {
                let second = draw()
                if second.name != chosen[0].name { chosen.append(second) }
            }
            try play(chosen)
            pause(Double.random(in: 0.2...1.5, using: &random))
        }
    }

    private var now: Double { begin.duration(to: .now) / .seconds(1) }

    /// The next fault: chance gives the order, and every one its turn.
    private mutating func draw() -> Fault {
        if deck.isEmpty { deck = faults.shuffled(using: &random) }
        return deck.removeLast()
    }

    private mutating func play(_ faults: [Fault]) throws {
        var injected: [Injection] = []
        defer { history += injected }
        let seconds = faults.map { Double.random(in: $0.seconds, using: &random) }.max() ?? 0
        for fault in faults {
            let at = now
            let detail = try fault.inject(plant, &random)
            injected.append(Injection(fault: fault.name, detail: detail, at: at, healed: .infinity))
            pause(Double.random(in: 0...0.5, using: &random))
        }
        pause(seconds)
        for fault in faults.shuffled(using: &random) { try fault.heal(plant) }
        let healed = now
        injected = injected.map { Injection(fault: $0.fault, detail: $0.detail, at: $0.at, healed: healed) }
        try awaitWork()
        let recovery = now - healed
        for index in injected.indices { injected[index].recovery = recovery }
    }

    /// Waits until lines have gone all the way: into the tracker and into both logs that always grow.
    private func awaitWork() throws {
        let before = (plant.tracker.taken, Plant.logs.map(plant.lines))
        try eventually("work goes on", within: 180) {
            usleep(50_000)
            return plant.tracker.taken > before.0 && zip(Plant.logs.map(plant.lines), before.1).allSatisfy(>)
        }
    }
}

/// Lets time go by.
func pause(_ seconds: Double) { usleep(UInt32(seconds * 1_000_000)) }
