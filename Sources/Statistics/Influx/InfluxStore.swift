/// A store in a database of InfluxDB 1.x or a bucket of 2.x, for measurements only: `transfers` and `points`, each a
/// measurement of that name.
///
/// What it has is only known by what it answers: a batch of which it does not take some records is written but for those.
public final class InfluxStore: RecordSink {
    /// The most bytes in a request: InfluxDB 1.x takes 25 MB as shipped.
    private static let largest = 4_000_000

    private let address: InfluxAddress
    private let requests: InfluxRequests

    /// A store at an address (see ``InfluxAddress``); it connects at the first call.
    /// - Throws: ``StoreError`` when it is none.
    public init(uri: String) throws(StoreError) {
        address = try InfluxAddress(uri: uri)
        requests = InfluxRequests(address)
    }

    /// `influxdb://HOST:PORT/DATABASE`.
    public var name: String { address.description }

    /// Measurements.
    public var tables: Set<StoreTable> { [.transfers, .points] }

    /// Looks whether the database is there and lets us in; there are no tables to make.
    public func migrate() throws {
        switch InfluxAnswer(try requests.post([])) {
        // 2.x may call it an error that there are no lines, once it has let us in.
        case .written, .tooLarge, .notTaken: return
        case .away(let reason): throw StoreError.unavailable("\(name): \(reason)")
        }
    }

    /// Writes records, in as many requests as need be; see ``RecordSink/write(_:)``. Which were there already is not known.
    public func write(_ batch: StoreBatch) throws -> Int {
        guard batch.events.isEmpty else { throw StoreError.data("\(name): takes measurements only, no events") }
        var lines = LineProtocol()
        for transfer in batch.transfers { try lines.append(transfer) }
        for point in batch.points { try lines.append(point) }
        try send(lines, lines.ends.indices)
        return lines.ends.count
    }

    private func send(_ lines: LineProtocol, _ part: Range<Int>) throws {
        guard !part.isEmpty else { return }
        let bytes = lines.bytes(of: part)
        guard bytes.count <= Self.largest || part.count == 1 else { return try sendHalves(lines, part) }
        switch InfluxAnswer(try requests.post(Array(bytes))) {
        case .written: return
        case .tooLarge where part.count > 1: try sendHalves(lines, part)
        case .tooLarge: throw StoreError.data("\(name): a record of \(bytes.count) bytes is too large for it")
        case .notTaken(let reason): throw StoreError.data("\(name): \(reason)")
        case .away(let reason): throw StoreError.unavailable("\(name): \(reason)")
        }
    }

    private func sendHalves(_ lines: LineProtocol, _ part: Range<Int>) throws {
        let middle = part.lowerBound + part.count / 2
        try send(lines, part.lowerBound..<middle)
        try send(lines, middle..<part.upperBound)
    }
}
