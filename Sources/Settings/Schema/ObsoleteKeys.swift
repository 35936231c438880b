/// What the original of 2010 had and loglines has no use for, with what replaces it.
enum ObsoleteKeys {
    /// Keys of worker and logger sections that may stay, without effect.
    static let harmless = [
        "idletime": "has no effect: an empty queue is waited on; remove it",
        "fanout_status_queue":
            "has no effect: `loglines status` and `loglines queues` show what the broker does; remove it",
    ]

    /// The section `[queues]`.
    static let queues = "has no effect: queues are called in Redis what listento, pushto and fanout say; remove it"

    /// What stands instead of a `command` in a worker or logger section.
    static func replacement(ofCommand command: String) -> String {
        let script = command.split { $0 == "/" || $0.isWhitespace }.first { $0.hasSuffix(".py") }
        guard let script else {
            return "is not run here: an outside program stands in a section [process_NAME]; remove it"
        }
        guard let kind = kinds[script] else { return "\(script) is not run any more: say kind = … and remove it" }
        return "\(script) is now built in as kind = \(kind); remove this line"
    }

    private static let kinds: [Substring: String] = [
        "broker.py": "broker", "pirus2.py": "pirus2", "logfromqueue.py": "file", "logfilewatcher.py": "tail",
    ]
}
