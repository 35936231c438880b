import PluginAPI

/// What a record of a transfer log tells of one client, however it is written.
struct Session {
    /// One stream of it.
    struct Stream {
        let id: StreamID
        let bytes: Int
        let packets: Int
    }

    let time: UTCTime
    let started: UTCTime?
    let connected: UTCTime
    let direction: Transfer.Direction
    let client: Client
    let streams: [Stream]
    /// What the record itself says that its streams add up to.
    let total: Int

    /// The record as a parsed line.
    /// - Returns: nil when no stream carried anything, as servers before 4.4.0 write it.
    /// - Throws: ``PluginError`` when the streams do not add up to the total.
    func line(of message: LogMessage) throws -> ParsedLine? {
        let sum = streams.reduce(into: (value: 0, isTooLarge: false)) { sum, stream in
            let (value, overflow) = sum.value.addingReportingOverflow(stream.bytes)
            sum = (value, sum.isTooLarge || overflow)
        }
        guard sum.value == total, !sum.isTooLarge else {
            throw PluginError.malformed("the streams have \(sum.value) bytes, the record says \(total)")
        }
        guard !streams.isEmpty else { return nil }
        var line = client.line(of: message, at: time)
        line.exclusion = .transfer
        line.transfers = streams.map { stream in
            Transfer(
                direction: direction, started: started, connected: connected, network: stream.id.network,
                station: stream.id.station, location: stream.id.location, channel: stream.id.channel,
                bytes: stream.bytes, packets: stream.packets, protocolName: client.protocolName,
                program: client.program, client: client.name)
        }
        return line
    }
}

/// The client of a record.
struct Client {
    let ip: String
    /// Its host name, if the server knew one.
    let name: String?
    /// What it calls itself.
    let program: String?
    /// What it speaks.
    let protocolName: String?

    /// - Parameters:
    ///   - host: The address again where the server looked up no name.
    ///   - program: `Client` where it gave no name of its own.
    ///   - protocolName: `Unknown` where it did not come to that.
    init(ip: String, host: String, program: String?, protocolName: String?) {
        self.ip = ip
        name = host == ip || host.isEmpty ? nil : host
        var given = Substring(program ?? "")
        while given.last == " " { given.removeLast() }
        while given.first == " " { given.removeFirst() }
        self.program = ["", "Client", "-"].contains(given) ? nil : String(given)
        self.protocolName = protocolName == "Unknown" ? nil : protocolName
    }

    /// A line of this client.
    func line(of message: LogMessage, at time: UTCTime) -> ParsedLine {
        var line = ParsedLine(service: message.service, storage: message.line, time: time)
        line.ip = line.field(ip)
        line.userAgent = line.field(program ?? "")
        return line
    }
}

extension ParsedLine {
    /// A text as a field: where it stands in the record, or behind it when it was escaped there.
    mutating func field(_ text: String) -> Range<Int> {
        guard !text.isEmpty else { return 0..<0 }
        return storage.firstRange(of: Array(text.utf8)) ?? append(text)
    }
}
