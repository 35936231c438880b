import Digests
import GeoLookup
import PluginAPI
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
    ///   - tables: What the store takes records of.
    init(_ digests: any AddressDigests, geohash: Int, for tables: Set<StoreTable> = Set(StoreTable.allCases)) {
        hashes = ClientHashes(digests)
        self.geohash = geohash
        self.tables = tables
    }

    /// Forgets the keys: to be called for each batch, since Redis may have forgotten them.
    mutating func forgetKeys() { hashes.forgetKeys() }

    /// Adds what a line stands for: the use of an item, transfers, both or nothing.
    /// - Parameter id: The message's id.
    /// - Returns: Whether there was anything to add that the store takes.
    /// - Throws: What the keys' owner throws when there is no key; then nothing was added.
    mutating func add(_ line: ParsedLine, id: String, to batch: inout StoreBatch) throws -> Bool {
        guard line.usage != nil || !line.transfers.isEmpty else { return false }
        let id = Self.stored(id)
        let client = client(of: line)
        let event = tables.contains(.events) ? try event(of: line, id: id, client) : nil
        let transfers = tables.contains(.transfers) ? try transfers(of: line, id: id, client) : []
        batch.transfers += transfers
        if let event { batch.events.append(event) }
        return event != nil || !transfers.isEmpty
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
