/// What a queue may be called.
public enum QueueName {
    /// What other keys in Redis begin with (design, section 4).
    private static let reserved = [
        "temp:", "retry:", "failed:", "worker:", "checkpoint:", "written:", "spill:", "ledger:", "clicks:", "claimed:",
        "zeromq:", "actions:", "metrics:", "usage:",
    ]

    /// Why a queue cannot have this name; nil when it can. The ledger parts its counters' names at `|`.
    public static func problem(of name: String) -> String? {
        if let prefix = reserved.first(where: name.hasPrefix) {
            return "'\(name)' is no name for a queue: \(prefix)… is used otherwise"
        }
        let isOdd = name == "workers" || name.unicodeScalars.contains { $0.value < 0x20 || $0 == "|" }
        return isOdd ? "'\(name)' is no name for a queue" : nil
    }
}
