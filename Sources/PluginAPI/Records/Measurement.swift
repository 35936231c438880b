/// A number that a line tells besides what happened (how long an answer took): for the store's table `points`, where
/// numbers are summed up by hour, day and month. Its time is the line's.
public struct Measurement: Sendable, Hashable {
    /// What was measured; no two measurements of a line have one name.
    public var name: String

    /// How much. What is no finite number is not stored.
    public var value: Double

    /// The unit (`s`, `bytes`); nil: a bare number.
    public var unit: String?

    /// What kind of measurement it is, in StatsD's words: `timer`, `gauge`, `counter`; nil: none of them.
    public var kind: String?

    /// A measurement.
    public init(name: String, value: Double, unit: String? = nil, kind: String? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.kind = kind
    }
}
