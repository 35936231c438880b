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

    /// How it is written.
    public static let form = "sqlite:FILE or postgresql://USER:PASSWORD@HOST/DATABASE"

    private static let sqlite = "sqlite:"

    /// Reads an address.
    /// - Returns: nil when it is none.
    public init?(_ text: String) {
        let text = text.trimmed
        if ["postgresql://", "postgres://"].contains(where: text.hasPrefix) {
            self = .postgres(uri: text)
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
        case .postgres(let uri): uri
        }
    }

    /// The same with a file that is relative to a directory made absolute.
    public func inside(_ directory: String) -> StoreAddress {
        switch self {
        case .sqlite(let path): .sqlite(path: absolutePath(path, in: directory))
        case .postgres: self
        }
    }
}

/// For how many days the records of a store's tables are kept; nil: for ever.
public struct Retention: Sendable, Equatable {
    /// Of `events`.
    public var events: Double?
    /// Of `transfers`.
    public var transfers: Double?
    /// Of `points`.
    public var points: Double?

    /// For ever.
    public init() {}

    static let tables: [(name: String, path: any WritableKeyPath<Retention, Double?> & Sendable)] = [
        ("events", \.events), ("transfers", \.transfers), ("points", \.points),
    ]
}
