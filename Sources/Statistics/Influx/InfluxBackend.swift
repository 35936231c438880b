import CurlClient
public import MetricModel

/// Passes metrics on to a database of InfluxDB 1.x or a bucket of 2.x: each metric is a measurement of its name, with its tags
/// and one field, `value`. While InfluxDB is away it keeps the newest flushes in memory.
public final class InfluxBackend: MetricBackend, Sendable {
    /// How many flushes wait at most.
    private static let waiting = 60

    /// How many metrics are in a request.
    private static let part = 5_000

    /// `influxdb://HOST:PORT/DATABASE`.
    public let name: String

    private let thread: FlushThread

    /// A backend.
    /// - Parameters:
    ///   - uri: The address, as in `database =` of a recorder (see ``InfluxAddress``).
    ///   - report: Told what happens; by any thread.
    /// - Throws: ``StoreError`` when it is no address.
    public init(uri: String, report: @escaping @Sendable (BackendEvent) -> Void) throws {
        let address = try InfluxAddress(uri: uri)
        name = address.description
        thread = FlushThread(label: "influxdb", keeping: Self.waiting, report: report) {
            let requests = InfluxRequests(address)
            return { flush in
                for start in stride(from: 0, to: flush.values.count, by: Self.part) {
                    let values = flush.values[start..<min(start + Self.part, flush.values.count)]
                    let lines = MetricLines.text(of: values, at: flush.time)
                    guard !lines.isEmpty else { continue }
                    switch InfluxAnswer(try requests.post(lines)) {
                    case .written: break
                    // It has the others, and would not take these another time either.
                    case .notTaken(let reason): report(.lost(values: values.count, reason: reason))
                    case .tooLarge: report(.lost(values: values.count, reason: "the request is too large for it"))
                    case .away(let reason): throw StoreError.unavailable("\(address.description): \(reason)")
                    }
                }
            }
        }
    }

    /// Has a flush written, without waiting for that.
    public func take(_ flush: MetricFlush) { thread.take(flush) }

    /// Writes what waits, if that goes at once, and ends.
    public func end(within patience: Duration) { thread.end(within: patience) }
}

/// Metrics as lines of InfluxDB's line protocol.
enum MetricLines {
    /// The lines of some metrics. InfluxDB has no numbers that are not finite.
    static func text(of values: some Sequence<MetricFlush.Value>, at time: Int) -> [UInt8] {
        var text: [UInt8] = []
        let end = Array(" \(time)000000000\n".utf8)
        for value in values where value.value.isFinite {
            let parts = value.path.split(separator: ";")
            guard let name = parts.first, !name.contains("\n") else { continue }
            append(name, escaping: ", ", to: &text)
            for tag in parts.dropFirst() {
                guard let equals = tag.firstIndex(of: "="), equals > tag.startIndex,
                    tag.index(after: equals) < tag.endIndex
                else { continue }
                text.append(UInt8(ascii: ","))
                append(tag[..<equals], escaping: ",= ", to: &text)
                text.append(UInt8(ascii: "="))
                append(tag[tag.index(after: equals)...], escaping: ",= ", to: &text)
            }
            text += " value=\(value.value)".utf8
            text += end
        }
        return text
    }

    /// A backslash at the end would escape what follows it: it stands as `%5C`, as in ``LineProtocol``.
    private static func append(_ name: Substring, escaping special: String, to text: inout [UInt8]) {
        for byte in name.utf8 {
            if byte == UInt8(ascii: "\\") {
                text += "%5C".utf8
            } else {
                if special.utf8.contains(byte) { text.append(UInt8(ascii: "\\")) }
                text.append(byte)
            }
        }
    }
}
