/// Gets what a source of metrics tells.
public protocol MetricBackend {
    /// What it is called in the log and in heartbeats: `graphite 127.0.0.1:2003`.
    var name: String { get }

    /// Takes a flush. It returns soon: what cannot be passed on at once it keeps, as far as it may, and tells what it could not keep.
    mutating func take(_ flush: MetricFlush)
}
