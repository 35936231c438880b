import SeededRandom

extension Fault {
    /// What the machine can do to all of them.
    static let machine = [diskFull, clockBack]

    /// Nothing can be written to the file loggers' file system.
    static let diskFull = Fault("disk full", for: 1...4) { plant, _ in
        try plant.disk?.fill()
        return ""
    } heal: { plant in
        plant.disk?.clear()
    }

    /// The clock of all processes steps back, and later to where it should be. Redis has the same clock, and what waits there for
    /// another try waits until the clock says so: hence seconds and not hours.
    static let clockBack = Fault("clock back", for: 1...4) { plant, random in
        let seconds = Int.random(in: 2...40, using: &random)
        try plant.clock?.set(-seconds)
        return "\(seconds) s"
    } heal: { plant in
        try plant.clock?.set(0)
    }
}
