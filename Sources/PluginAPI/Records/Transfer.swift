/// What one connection carried of one stream of measurements, as a data server logs it: for the store's table `transfers`.
///
/// A connection that lasts is logged more than once, each time with what it carried since the last time, so that sums over
/// transfers are right. The time of the record and the client's address are its line's.
public struct Transfer: Sendable, Hashable {
    /// Which way the data went.
    public enum Direction: String, Sendable {
        /// From the server to the client.
        case sent = "TX"

        /// From the client to the server.
        case received = "RX"
    }

    /// Which way.
    public var direction: Direction

    /// The moment from which on its bytes are counted; they are counted up to the line's time. nil where the log does not tell.
    public var started: UTCTime?

    /// When the client connected.
    public var connected: UTCTime

    /// The stream: its network's code.
    public var network: String

    /// The station within the network.
    public var station: String

    /// The location within the station; often empty.
    public var location: String

    /// The channel. Of a stream that is named in another way than by these four, its whole name.
    public var channel: String

    /// How many bytes of data, without what the protocol adds.
    public var bytes: Int

    /// How many packets or records.
    public var packets: Int

    /// The protocol that the client spoke (`SeedLink`); nil where it is not known.
    public var protocolName: String?

    /// What the client calls itself (`slarchive/4.4`); nil when it does not say.
    public var program: String?

    /// The client's host name, where the server knew one; nil in an anonymised line.
    public var client: String?

    /// A transfer of a stream; what is not given is not known.
    public init(
        direction: Direction, started: UTCTime? = nil, connected: UTCTime, network: String = "", station: String = "",
        location: String = "", channel: String, bytes: Int, packets: Int, protocolName: String? = nil,
        program: String? = nil, client: String? = nil
    ) {
        self.direction = direction
        self.started = started
        self.connected = connected
        self.network = network
        self.station = station
        self.location = location
        self.channel = channel
        self.bytes = bytes
        self.packets = packets
        self.protocolName = protocolName
        self.program = program
        self.client = client
    }
}
