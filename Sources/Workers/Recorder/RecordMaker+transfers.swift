import PluginAPI
import Statistics

/// What connections carried.
extension RecordMaker {
    /// The transfers that a line tells of, under the message's id and their numbers in it, from 1.
    mutating func transfers(of line: ParsedLine, id: StoredText, _ client: Client) throws -> [TransferRecord] {
        guard !line.transfers.isEmpty else { return [] }
        let host =
            client.address.isEmpty
            ? nil : try hashes.host(client.address, in: ClientHashes.Period(hourOf: line))
        let service = StoredText(line.service)
        return line.transfers.enumerated().map { index, transfer in
            var record = TransferRecord(
                id: StoredText("\(id)#\(index + 1)"), time: line.time, service: service,
                direction: StoredText(transfer.direction.rawValue), network: StoredText(transfer.network),
                station: StoredText(transfer.station), location: StoredText(transfer.location),
                channel: StoredText(transfer.channel))
            record.started = transfer.started
            record.connected = transfer.connected
            record.bytes = transfer.bytes
            record.packets = transfer.packets
            // Of an anonymised line it is not told.
            record.client = transfer.client.map { StoredText($0) }
            record.program = transfer.program.map { StoredText($0) }
            record.host = host
            (record.country, record.city, record.geohash) = (client.country, client.city, client.geohash)
            return record
        }
    }
}
