import SeededRandom

/// One thing that goes wrong, and comes right again.
struct Fault: Sendable {
    /// What the table calls it.
    let name: String
    /// How long it lasts, in seconds.
    let seconds: ClosedRange<Double>
    /// Makes it happen. Answers what was hit, for the record.
    let inject: @Sendable (Plant, inout SeededRandom) throws -> String
    /// Makes it good. Other faults may be there, or may have made it good already.
    let heal: @Sendable (Plant) throws -> Void

    init(
        _ name: String, for seconds: ClosedRange<Double>,
        inject: @escaping @Sendable (Plant, inout SeededRandom) throws -> String,
        heal: @escaping @Sendable (Plant) throws -> Void = { _ in }
    ) {
        (self.name, self.seconds, self.inject, self.heal) = (name, seconds, inject, heal)
    }

    /// Every fault of the guarantee.
    static let all = processes + redis + tracker + rotation + machine

    /// Why a fault cannot be injected here; nil when it can.
    func missing(in plant: Plant) -> String? {
        switch name {
        case Fault.diskFull.name where plant.disk == nil: "a tmpfs cannot be mounted (not root?)"
        case Fault.clockBack.name where plant.clock == nil:
            "the clock cannot be replaced (no C compiler, or a sanitizer)"
        default: nil
        }
    }
}
