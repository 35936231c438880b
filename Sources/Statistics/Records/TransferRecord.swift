public import PluginAPI

/// What a data server has sent to a client, or got from it, of one stream: a row of `transfers`.
public struct TransferRecord: StoredRecord {
    /// What tells it from all others.
    public var id: StoredText
    /// When the server logged it.
    public var time: UTCTime
    /// When what is counted begins; nil: not known.
    public var started: UTCTime?
    /// When the client connected; nil: not known.
    public var connected: UTCTime?
    /// The ID of its `[service_ID]`.
    public var service: StoredText
    /// `TX`: sent; `RX`: got.
    public var direction: StoredText
    /// The network's code.
    public var network: StoredText
    /// The station's code.
    public var station: StoredText
    /// The location's code.
    public var location: StoredText
    /// The channel's code.
    public var channel: StoredText
    /// How many bytes.
    public var bytes: Int = 0
    /// How many packets.
    public var packets: Int = 0
    /// The client's host name; nil: not known, or the service anonymises.
    public var client: StoredText?
    /// What the client calls itself.
    public var program: StoredText?
    /// The country, as two letters.
    public var country: StoredText?
    /// The city's name.
    public var city: StoredText?
    /// The place as a geohash.
    public var geohash: StoredText?
    /// What stands for the client's address: a hash with a key that is of one day and then forgotten.
    public var host: StoredText?

    /// A transfer.
    public init(
        id: StoredText, time: UTCTime, service: StoredText, direction: StoredText, network: StoredText,
        station: StoredText, location: StoredText, channel: StoredText
    ) {
        self.id = id
        self.time = time
        self.service = service
        self.direction = direction
        self.network = network
        self.station = station
        self.location = location
        self.channel = channel
    }

    /// `transfers`.
    public static let table = StoreTable.transfers

    /// Puts the columns.
    public func write(to row: inout some RowWriter) {
        row.put(id)
        for moment in [time, started, connected] { row.put(moment) }
        for text in [service, direction, network, station, location, channel] { row.put(text) }
        row.put(Int64(bytes))
        row.put(Int64(packets))
        for text in [client, program, country, city, geohash, host] { row.put(text) }
    }

    /// Takes the columns.
    public init(from row: inout some RowReader) {
        id = row.someText()
        time = row.someTime()
        started = row.time()
        connected = row.time()
        service = row.someText()
        direction = row.someText()
        network = row.someText()
        station = row.someText()
        location = row.someText()
        channel = row.someText()
        bytes = Int(row.integer() ?? 0)
        packets = Int(row.integer() ?? 0)
        client = row.text()
        program = row.text()
        country = row.text()
        city = row.text()
        geohash = row.text()
        host = row.text()
    }
}
