import MetricModel

/// The management port's commands (peers.md, A5.3): lines in, texts out.
public struct ManagementConsole: Sendable {
    /// What `stats` tells of the server.
    public struct Status: Sendable {
        /// Now, in seconds since 1970.
        public var now: Int
        /// When the server started.
        public var startup: Int
        /// When a datagram or a line came last; at first, when the server started.
        public var lastMessage: Int
        /// How the sending to carbon goes.
        public var delivery: MetricStore.Delivery

        /// The state of a server.
        public init(now: Int, startup: Int, lastMessage: Int, delivery: MetricStore.Delivery) {
            (self.now, self.startup, self.lastMessage, self.delivery) = (now, startup, lastMessage, delivery)
        }
    }

    /// What the server was told to say of its health.
    public private(set) var isUp = true
    private let configuration: [(key: String, value: String)]

    /// A console.
    /// - Parameter configuration: What `config` shows.
    public init(configuration: [(key: String, value: String)]) { self.configuration = configuration }

    /// Answers a command.
    /// - Returns: The answer; nil: the connection is to be closed.
    public mutating func answer(
        _ command: String, _ store: inout MetricStore, _ status: Status
    ) -> String? {
        let words = command.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let arguments = words.dropFirst()
        switch words.first ?? "" {
        case "help":
            return
                "Commands: stats, counters, timers, gauges, delcounters, deltimers, delgauges, health, config, quit\n\n"
        case "stats": return stats(status, badSamples: store.badSamples)
        case "counters": return dump(store.counterValues.map { ($0.key, JavaScriptNumber.text(of: $0.value)) })
        case "timers": return dump(store.timerValues.map { ($0.key, ObjectText.array($0.values)) })
        case "gauges": return dump(store.gauges.all.map { ($0.key, JavaScriptNumber.text(of: $0.value)) })
        case "delcounters": return deleted(arguments) { store.counters.remove($0) }
        case "deltimers": return deleted(arguments) { store.timers.remove($0) }
        case "delgauges": return deleted(arguments) { store.gauges.remove($0) }
        case "health":
            let wish = arguments.first?.lowercased()
            if wish == "up" || wish == "down" { isUp = wish == "up" }
            return "health: \(isUp ? "up" : "down")\n"
        case "config": return "\n" + configuration.map { "\($0.key): \($0.value)\n" }.joined()
        case "quit": return nil
        default: return "ERROR\n"
        }
    }

    private func stats(_ status: Status, badSamples: Int) -> String {
        let delivery = status.delivery
        return """
            uptime: \(status.now - status.startup)
            messages.last_msg_seen: \(status.now - status.lastMessage)
            messages.bad_lines_seen: \(badSamples)
            graphite.last_exception: \(status.now - delivery.lastException)
            graphite.last_flush: \(status.now - delivery.lastFlush)
            graphite.flush_time: \(delivery.flushTime)
            graphite.flush_length: \(delivery.flushLength)
            END


            """
    }

    private func dump(_ members: [(String, String)]) -> String { "\(ObjectText.object(members))\nEND\n\n" }

    private func deleted(_ patterns: ArraySlice<String>, _ remove: (String) -> [String]) -> String {
        patterns.map { pattern in
            let keys = remove(pattern)
            return keys.isEmpty ? "metric \(pattern) not found\n" : keys.map { "deleted: \($0)\n" }.joined()
        }.joined() + "END\n\n"
    }
}
