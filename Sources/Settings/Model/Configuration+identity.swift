extension Configuration {
    /// A worker instance's name in Redis: hosts that share one put their identifier before it.
    public func identified(_ instance: String) -> String {
        supervisor.identifier.isEmpty ? instance : "\(supervisor.identifier):\(instance)"
    }
}
