import Digests
import GeoLookup
import PluginAPI
import Queues
import Statistics

/// Makes a store's records of parsed lines.
struct RecordMaker {
    /// Ids that are longer are hashed: PostgreSQL's indexes take no more than some 2,700 bytes.
    private static let longestID = 500

    /// Who a line's client is, in a store's words.
    struct Client {
        /// The address, or what stands for it in an anonymised line; empty: not known.
        let address: [UInt8]
        let country: StoredText?
        let city: StoredText?
        let geohash: StoredText?
    }

    var hashes: ClientHashes
    private let geohash: Int
    private let tables: Set<StoreTable>

    /// A maker.
    /// - Parameters:
    ///   - digests: Hash what stands for clients.
    ///   - geohash: How many characters geohashes have; 0: none are told.
    ///   - tables: Those whose records are wanted.
    init(_ digests: any AddressDigests, geohash: Int, for tables: Set<StoreTable>) {
        hashes = ClientHashes(digests)
        (self.geohash, self.tables) = (geohash, tables)
    }

    /// Forgets the keys: to be called for each batch, since Redis may have forgotten them.
    mutating func forgetKeys() { hashes.forgetKeys() }

    /// Adds what a line stands for: the use of an item, transfers, measurements, or nothing.
    /// - Parameter id: The message's id.
    /// - Returns: Where the message ends: `recorded` when anything was added.
    /// - Throws: What the keys' owner throws when there is no key; then nothing was added.
    mutating func add(_ line: ParsedLine, id: String, to batch: inout StoreBatch) throws -> Leaf {
        var found: Set<StoreTable> = []
        let usage = Self.use(in: line)
        if usage != nil { found.insert(.events) }
        if !line.transfers.isEmpty { found.insert(.transfers) }
        let measurements = line.measurements.filter(\.value.isFinite)
        if !measurements.isEmpty { found.insert(.points) }
        guard !found.isEmpty else { return line.exclusion.map { Leaf($0, of: line) } ?? Leaf(.notAnItem, of: line) }
        found.formIntersection(tables)
        guard !found.isEmpty else { return .notForTheStore }
        let id = Self.stored(id)
        let client = client(of: line)
        let transfers = found.contains(.transfers) ? try transfers(of: line, id: id, client) : []
        if let usage, found.contains(.events) {
            batch.events.append(try event(of: usage, in: line, id: id, client))
        }
        batch.transfers += transfers
        if found.contains(.points) { batch.points += measurements.map { Self.point($0, in: line, id) } }
        return .recorded
    }

    /// A measurement, under the message's id and its name.
    private static func point(_ measurement: Measurement, in line: ParsedLine, _ id: StoredText) -> PointRecord {
        var record = PointRecord(
            id: StoredText("\(id)#\(measurement.name)"), time: line.time, service: StoredText(line.service),
            name: StoredText(measurement.name), value: measurement.value)
        record.unit = measurement.unit.map { StoredText($0) }
        record.kind = measurement.kind.map { StoredText($0) }
        return record
    }

    private func client(of line: ParsedLine) -> Client {
        let position = geohash > 0 ? line.place?.position : nil
        return Client(
            address: line.client ?? Array(line.bytes(line.ip)),
            country: line.place?.country.map { StoredText($0) }, city: line.place?.city.map { StoredText($0) },
            geohash: position.flatMap {
                Geohash.text(latitude: $0.latitude, longitude: $0.longitude, length: geohash).map { StoredText($0) }
            })
    }

    private static func stored(_ id: String) -> StoredText {
        guard id.utf8.count > longestID else { return StoredText(id) }
        return StoredText(
            "sha256:" + String(decoding: HexDigit.text(of: SHA256.digest(of: Array(id.utf8))), as: UTF8.self))
    }
}
