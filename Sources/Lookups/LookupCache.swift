public import PluginAPI
public import RedisClient

/// The answers in Redis, which all workers share: `lookup:SERVICE:KIND:ID`, a JSON object with an expiry.
public struct LookupCache {
    /// How long an item that was found is believed, in seconds: 30 days.
    public static let itemExpiry = 30 * 86_400

    /// How long a citation is believed, in seconds: 7 days. Records are corrected more often than items move.
    public static let citationExpiry = 7 * 86_400

    /// How long it is remembered that nothing is known, behind the time of the next question, in seconds.
    public static let unknownExpiry = 3_600

    private let connection: RedisConnection

    /// The cache of a server.
    public init(_ connection: RedisConnection) { self.connection = connection }

    /// What is known of questions, in one round trip.
    /// - Throws: `RedisError`.
    public func answers(to lookups: [Lookup]) throws -> [Lookup: LookupAnswer] {
        guard !lookups.isEmpty else { return [:] }
        var command = RedisCommand("MGET")
        for lookup in lookups { command.append(lookup.key) }
        let values = try connection.run(command).elements
        var answers: [Lookup: LookupAnswer] = [:]
        for (lookup, value) in zip(lookups, values) {
            if let json = value.bytes, let answer = StoredAnswer.answer(json: json) { answers[lookup] = answer }
        }
        return answers
    }

    /// Keeps an answer.
    /// - Throws: `RedisError`.
    public func store(_ answer: LookupAnswer, to lookup: Lookup, at now: UTCTime) throws {
        var command = RedisCommand("SET", lookup.key)
        command.append(try StoredAnswer(answer).json())
        command.append("EX")
        command.append(LookupCache.expiry(of: answer, at: now))
        try connection.run(command)
    }

    private static func expiry(of answer: LookupAnswer, at now: UTCTime) -> Int {
        switch answer {
        case .found(.citation): citationExpiry
        case .found: itemExpiry
        case .unknown(let vain):
            unknownExpiry + max(0, Int((vain.next ?? now).secondsSince1970 - now.secondsSince1970))
        }
    }

    /// Forgets of what nothing was known, so that it is asked anew.
    /// - Returns: How many that were.
    /// - Throws: `RedisError`.
    public func forgetUnknown() throws -> Int {
        var cursor = "0"
        var forgotten = 0
        repeat {
            let page = try connection.run(
                RedisCommand("SCAN", cursor, "MATCH", "lookup:*", "COUNT", "1000", "TYPE", "string")
            ).elements
            cursor = page.first?.text ?? "0"
            let keys = page.last?.elements.compactMap(\.bytes) ?? []
            forgotten += try forgetUnknown(among: keys)
        } while cursor != "0"
        return forgotten
    }

    private func forgetUnknown(among keys: [[UInt8]]) throws -> Int {
        guard !keys.isEmpty else { return 0 }
        var get = RedisCommand("MGET")
        for key in keys { get.append(key) }
        var delete = RedisCommand("DEL")
        var count = 0
        for (key, value) in zip(keys, try connection.run(get).elements) {
            guard let json = value.bytes, case .unknown = StoredAnswer.answer(json: json) else { continue }
            delete.append(key)
            count += 1
        }
        return count == 0 ? 0 : try connection.run(delete).integer ?? 0
    }
}
