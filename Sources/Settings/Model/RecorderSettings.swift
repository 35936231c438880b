/// `kind = recorder`.
public struct RecorderSettings: Sendable, Equatable {
    /// The queue that messages are taken from.
    public var listento: String
    /// Where the store is.
    public var database = StoreAddress.sqlite(path: "data/usage.sqlite")
    /// How many messages are written in one transaction.
    public var batch = 2_000
    /// How many characters the geohashes of places have; 0: none are written.
    public var geohash = 5
    /// How long records are kept.
    public var retention = Retention()

    /// A recorder.
    public init(listento: String) { self.listento = listento }
}

/// Where a statistics store is.
public enum StoreAddress: Sendable, Equatable {
    /// A file; relative to the directory of `loglines.cfg`, or absolute.
    case sqlite(path: String)
    /// A connection URI of libpq's. It may hold a password.
    case postgres(uri: String)
    /// A database or bucket of InfluxDB: `influxdb://USER:PASSWORD@HOST:8086/DATABASE`, `influxdb://:TOKEN@HOST:8086/BUCKET?org=ORG`
    /// or the same with `influxdbs`. It takes measurements, and loglines does not read it.
    case influx(uri: String)

    /// How it is written.
    public static let form =
        "sqlite:FILE, postgresql://USER:PASSWORD@HOST/DATABASE or influxdb://USER:PASSWORD@HOST/DATABASE"

    private static let sqlite = "sqlite:"

    /// The variable of the environment that says where the store is when no recorder's `database` does.
    public static let variable = "DATABASE_URI"

    /// Where the store is when no `database` says so: where the environment says, else in `data/usage.sqlite`.
    /// - Returns: nil when the variable is no address.
    public static func usual(_ environment: [String: String]) -> StoreAddress? {
        guard let text = environment[variable], !text.trimmed.isEmpty else { return .sqlite(path: "data/usage.sqlite") }
        return StoreAddress(text)
    }

    /// Reads an address.
    /// - Returns: nil when it is none.
    public init?(_ text: String) {
        let text = text.trimmed
        if ["postgresql://", "postgres://"].contains(where: text.hasPrefix) {
            self = .postgres(uri: text)
            return
        }
        if ["influxdb://", "influxdbs://"].contains(where: text.hasPrefix) {
            self = .influx(uri: text)
            return
        }
        guard text.hasPrefix(Self.sqlite) else { return nil }
        var path = text.dropFirst(Self.sqlite.count)
        // Others write sqlite:///FILE and sqlite:////ABSOLUTE.
        if path.hasPrefix("///") { path = path.dropFirst(3) }
        guard !path.isEmpty, !path.hasPrefix("//") else { return nil }
        self = .sqlite(path: String(path))
    }

    /// As it could be written.
    public var text: String {
        switch self {
        case .sqlite(let path): Self.sqlite + path
        case .postgres(let uri), .influx(let uri): uri
        }
    }

    /// The same with a file that is relative to a directory made absolute.
    public func inside(_ directory: String) -> StoreAddress {
        switch self {
        case .sqlite(let path): .sqlite(path: absolutePath(path, in: directory))
        case .postgres, .influx: self
        }
    }
}

/// For how many days the records of a store's tables, and the sums of them, are kept; nil: for ever.
public struct Retention: Sendable, Equatable {
    /// Of `events`.
    public var events: Double?
    /// Of `transfers`.
    public var transfers: Double?
    /// Of `points`.
    public var points: Double?
    /// Of sums by hours.
    public var hours: Double?
    /// Of sums by days.
    public var days: Double?
    /// Of sums by months.
    public var months: Double?

    /// For ever.
    public init() {}

    /// What a number without a name is for.
    static let tables: [(name: String, path: any WritableKeyPath<Retention, Double?> & Sendable)] = [
        ("events", \.events), ("transfers", \.transfers), ("points", \.points),
    ]

    /// What stays, unless it is named, so that records may go.
    static let sums: [(name: String, path: any WritableKeyPath<Retention, Double?> & Sendable)] = [
        ("hours", \.hours), ("days", \.days), ("months", \.months),
    ]
}
