import Glibc

/// Round numbers for the lines of a chart.
struct ChartScale: Sendable, Equatable {
    /// Where the lines are, from 0 to the top.
    let ticks: [Double]

    /// The last line, at which the chart ends; more than 0.
    var top: Double { ticks[ticks.count - 1] }

    /// A scale up to a number at least.
    /// - Parameters:
    ///   - most: The highest value.
    ///   - isWhole: Whether there are no values between the whole numbers.
    init(upTo most: Double, isWhole: Bool) {
        let most = most.isFinite && most > 0 ? min(most, 1e18) : 1
        let rough = most / 4
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? 10 * power
        let chosen = isWhole ? max(1, step) : step
        let count = Int((most / chosen - 1e-9).rounded(.up))
        ticks = (0...max(1, count)).map { Double($0) * chosen }
    }
}
