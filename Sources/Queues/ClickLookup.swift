internal import PluginAPI
public import RedisClient

/// Tells what the double-click stage knows of one hit. It changes nothing.
public struct ClickLookup {
    /// What is known of a hit.
    public struct Finding: Sendable, Equatable {
        /// Whether the hit is on record: it came to the stage, at most an hour or so ago.
        public var isRecorded = false

        /// Whether its message waits for another round: held by the stage, or for another try at the tracker.
        public var isWaiting = false

        /// The id of the hit that counts instead, the last one within the window; nil when there is none so far. It is the last
        /// word unless the message is still waiting.
        public var counts: String?
    }

    private let connection: RedisConnection
    private let queue: String

    /// A look-up of what passed a queue.
    /// - Parameter queue: The queue that the forwarder listens to.
    public init(_ connection: RedisConnection, queue: String) {
        self.connection = connection
        self.queue = queue
    }

    /// What is known of a hit.
    /// - Parameters:
    ///   - click: As the stage sees it.
    ///   - id: The id of its message.
    /// - Throws: ``RedisError``.
    public func finding(_ click: Click, id: String) throws -> Finding {
        var finding = Finding()
        let member = Click.member(id)
        let score = try connection.run(RedisCommand("ZSCORE", click.keys.own, member))
        guard score != .null else { return finding }
        finding.isRecorded = true
        for key in [click.keys.end, click.keys.own] where finding.counts == nil {
            let (first, last) = (String(click.time), String(click.time + click.window))
            let found = try connection.run(RedisCommand("ZREVRANGEBYSCORE", key, last, first, "LIMIT", "0", "1"))
            if let later = found.elements.first?.text, later != member { finding.counts = Click.id(ofMember: later) }
        }
        finding.isWaiting = try isWaiting(id)
        return finding
    }

    private func isWaiting(_ id: String) throws -> Bool {
        var text: [UInt8] = []
        JSONString.append(id, to: &text)
        let pattern = "*\"id\":\(ClickLookup.literal(text))*"
        var cursor = "0"
        repeat {
            let answer = try connection.run(
                RedisCommand("ZSCAN", QueueKeys.retry(queue), cursor, "MATCH", pattern, "COUNT", "1000")
            ).elements
            cursor = answer.first?.text ?? "0"
            // The pattern may also be found within a line.
            for json in answer.last?.elements.compactMap(\.bytes) ?? [] where ClickLookup.id(of: json) == id {
                return true
            }
        } while cursor != "0"
        return false
    }

    /// A text as a pattern of Redis that matches nothing else.
    private static func literal(_ text: [UInt8]) -> String {
        String(decoding: text, as: UTF8.self).map { "*?[]\\^-".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    /// The id of an entry; nil also for a score, which stands between the entries.
    private static func id(of json: [UInt8]) -> String? {
        do {
            return try MessageEnvelope(json: json).message.id
        } catch {
            return nil
        }
    }
}
