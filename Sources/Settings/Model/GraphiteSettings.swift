/// How metrics are written to carbon.
public enum CarbonProtocol: String, Sendable, CaseIterable {
    /// `path value timestamp`, a line each (port 2003).
    case text
    /// Python's pickle (port 2004).
    case pickle
}

/// `kind = graphite`.
public struct GraphiteSettings: Sendable, Equatable {
    /// The queue that messages are taken from.
    public var listento: String
    /// Carbon's address; nil: metrics are kept in Redis alone, for `/render`.
    public var graphite: HostPort?
    /// How they are written to carbon.
    public var carbonProtocol = CarbonProtocol.text
    /// An InfluxDB database or bucket that gets the metrics too; nil: none. It may hold a password.
    public var influx: String?
    /// Put before every metric's name, with a dot.
    public var prefix = "usage"
    /// Seconds between two flushes.
    public var flush = 10

    /// A Graphite worker.
    public init(listento: String) { self.listento = listento }

    /// The keys of `kind = graphite`.
    static let keys: [SettingKey<Self>] = [
        SettingKey("listento", \.listento, .text, required: true, "the queue that messages are taken from"),
        SettingKey("graphite", \.graphite, .optionalHostPort, "carbon's address; empty: none"),
        SettingKey("protocol", \.carbonProtocol, .choice, "text or pickle"),
        SettingKey(
            "influx", \.influx, .influx, secret: true,
            "also into InfluxDB: influxdb://HOST:8086/DATABASE; empty: none"),
        SettingKey("prefix", \.prefix, .text, "put before every metric's name"),
        SettingKey("flush", \.flush, .wholeNumber(1...3600), "seconds between two flushes"),
    ]
}
