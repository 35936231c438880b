import PluginAPI
import PluginTestKit
import RingserverPlugin

/// What the plugin makes of a record.
func parsed(_ record: String, _ options: [String: String] = [:]) throws -> ParsedLine? {
    try RingserverPlugin(settings: .testing(options)).parseline(
        LogMessage(service: "repo.example", line: Array(record.utf8)))
}

/// The reason for which a record is malformed; nil when it is not.
func fault(of record: String) -> String? {
    do {
        _ = try parsed(record)
        return nil
    } catch {
        return "\(error)"
    }
}

/// The records of a text, as tail and import cut them.
func records(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    var records: [String] = []
    var start = 0
    guard var cutter = RecordCutter(RingserverPlugin.framing) else { return [] }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        let range = start..<start + line.utf8.count
        if let found = bytes.withUnsafeBytes({ cutter.add(range, in: $0) }) {
            records.append(String(decoding: bytes[found], as: UTF8.self))
        }
        start = range.upperBound + 1
    }
    return records
}

extension ParsedLine {
    /// Its transfers, one text each: what the store has a column for besides times.
    var rows: [String] {
        transfers.map { transfer in
            let fields = [
                transfer.direction.rawValue, transfer.network, transfer.station, transfer.location, transfer.channel,
                "\(transfer.bytes)", "\(transfer.packets)", transfer.protocolName ?? "-", transfer.program ?? "-",
                transfer.client ?? "-", text(ip),
            ]
            return fields.joined(separator: " ")
        }
    }

    /// The same with its times.
    var fullRows: [String] {
        zip(rows, transfers).map { row, transfer in
            "\(row) \(time.rfc3339) \(transfer.started?.rfc3339 ?? "-") \(transfer.connected.rfc3339)"
        }
    }
}
