import Glibc

/// A condition that did not come true in time.
public struct NotInTime: Error, CustomStringConvertible {
    /// What was waited for.
    public let what: String
    /// How long, in seconds.
    public let seconds: Double

    /// `not within 10.0 s: the queue is empty`.
    public var description: String { "not within \(seconds) s: \(what)" }
}

/// Waits until a condition holds, looking every 10 ms, on the caller's thread.
/// - Parameters:
///   - what: Named in the error.
///   - seconds: The deadline.
/// - Throws: ``NotInTime`` at the deadline, and whatever the condition throws.
public func eventually(
    _ what: String, within seconds: Double = 20, _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw NotInTime(what: what, seconds: seconds) }
        usleep(10_000)
    }
}
