/// What a timer got in an interval.
struct TimerValues {
    /// The values.
    var values: [Double] = []
    /// How many there were before sampling.
    var count = 0.0
}
