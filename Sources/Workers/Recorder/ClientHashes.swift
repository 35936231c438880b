import Digests
import PluginAPI
import Statistics

/// Hashes what tells clients apart, with what is derived from a key that holds for a day (`AddressKeys`): what stands for a
/// client in a store cannot be told whose it was once that key is forgotten.
struct ClientHashes {
    /// A clock hour, or a day, of a service.
    struct Period: Hashable {
        let service: String
        /// When it begins, in seconds since 1970.
        let start: Int64

        /// The hour that a line was written in.
        init(hourOf line: ParsedLine) {
            (service, start) = (line.service, StoreHour.start(of: line.time.secondsSince1970))
        }

        fileprivate init(service: String, start: Int64) { (self.service, self.start) = (service, start) }

        /// The hour after it.
        var next: Period { Period(service: service, start: start + StoreHour.length) }

        fileprivate var dayKey: AddressKey {
            AddressKey(service: service, period: AddressKey.Period(of: UTCTime(secondsSince1970: start), days: 1))
        }
    }

    private let digests: any AddressDigests
    private var days: [Period: SipHash] = [:]
    private var hours: [Period: SipHash] = [:]

    /// Hashes with what the program's keys give.
    init(_ digests: any AddressDigests) { self.digests = digests }

    /// Forgets the keys: to be called for each batch, since Redis may have forgotten them.
    mutating func forgetKeys() { (days, hours) = ([:], [:]) }

    /// What stands for a client's address for a day.
    /// - Throws: What the keys' owner throws when there is no key.
    mutating func host(_ address: [UInt8], in hour: Period) throws -> StoredText {
        Self.text(try day(of: hour).hash(address))
    }

    /// What stands for a user, by address and user agent, for an hour.
    /// - Throws: What the keys' owner throws when there is no key.
    mutating func session(_ user: [UInt8], in hour: Period) throws -> StoredText {
        Self.text(try hash(of: hour).hash(Array("session ".utf8) + user))
    }

    /// What stands for a click's identity for an hour.
    /// - Throws: What the keys' owner throws when there is no key.
    mutating func click(_ identity: [UInt8], in hour: Period) throws -> Int64 {
        Int64(bitPattern: try hash(of: hour).hash(Array("click ".utf8) + identity))
    }

    /// What is keyed for the day that an hour is of.
    private mutating func day(of hour: Period) throws -> SipHash {
        let key = hour.dayKey
        let day = Period(service: hour.service, start: key.period?.start ?? 0)
        if let known = days[day] { return known }
        let hash = SipHash(key: try digests.keyed(Array("host".utf8), key))
        days[day] = hash
        return hash
    }

    /// What is keyed for an hour, with a key derived from its day's.
    private mutating func hash(of hour: Period) throws -> SipHash {
        if let known = hours[hour] { return known }
        let hash = SipHash(key: try digests.keyed(Array("hour \(hour.start)".utf8), hour.dayKey))
        hours[hour] = hash
        return hash
    }

    private static func text(_ hash: UInt64) -> StoredText {
        let digits = String(hash, radix: 16)
        return StoredText(String(repeating: "0", count: 16 - digits.utf8.count) + digits)
    }
}
