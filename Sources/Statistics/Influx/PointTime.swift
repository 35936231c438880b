import Digests
import PluginAPI

/// The time by which InfluxDB tells a record from others.
enum PointTime {
    /// The years 1678 to 2261: what 64 bits of nanoseconds can tell.
    private static let seconds = Int64(-9_214_560_000)...9_214_646_399

    private static let hash = SipHash(key: [])

    /// The record's second, and a part of a second that its id gives.
    ///
    /// Of two records of the same second and with the same tags one is lost when their ids give the same nanosecond: one pair
    /// in a thousand million.
    /// - Throws: ``StoreError`` of kind `data` when InfluxDB has no such time.
    static func nanoseconds(of record: some StoredRecord) throws(StoreError) -> Int64 {
        let second = record.time.secondsSince1970
        guard seconds.contains(second) else { throw .data("InfluxDB has no time \(record.time.rfc3339)") }
        return second * 1_000_000_000 + Int64(hash.hash(Array(record.id.description.utf8)) % 1_000_000_000)
    }
}
