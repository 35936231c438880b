import PostgresClient

/// The tables in PostgreSQL. `id` is unique with `time` in it: a key of a partitioned table must hold what parts it, and a
/// message has one time.
enum PostgresSchema {
    /// Held by whoever changes tables, so that workers that start at once do not do it twice.
    static let lock = "7813577641830446451"

    /// Held by whoever marks double clicks: two hours next to each other share hits.
    static let settlingLock = "7813577641830446452"

    /// The steps that made the tables. A step that was published is never changed.
    private static let steps = [("1 events, transfers, points", first), ("3 imports", imports)]
    private static let names = steps.map(\.0)

    /// Brings the tables to this version.
    /// - Returns: Whether it knows all that was done to them.
    /// - Throws: `PostgresError`.
    static func migrate(_ connection: PostgresConnection) throws -> Bool {
        // Who may only read is not asked for more than that, once the tables are there.
        if try applied(connection) == names { return true }
        return try connection.transaction {
            try connection.execute("SELECT pg_advisory_xact_lock(\(lock))")
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS loglines_migrations (name text PRIMARY KEY, applied timestamptz NOT NULL)")
            let done = try applied(connection)
            guard names.starts(with: done) else { return false }
            for (name, statements) in steps.dropFirst(done.count) {
                try connection.execute(statements)
                try connection.update("INSERT INTO loglines_migrations VALUES ($1, now())", [name])
            }
            return true
        }
    }

    /// How tables stand to this version.
    enum State {
        case none
        case older
        case current
        case newer
    }

    /// How the tables stand to this version.
    /// - Throws: `PostgresError`.
    static func state(_ connection: PostgresConnection) throws -> State {
        let done = try applied(connection)
        if done == names { return .current }
        return done.isEmpty ? .none : names.starts(with: done) ? .older : .newer
    }

    private static func applied(_ connection: PostgresConnection) throws -> [String] {
        guard try connection.query("SELECT to_regclass('loglines_migrations')") != [[nil]] else { return [] }
        return try connection.query(#"SELECT name FROM loglines_migrations ORDER BY name COLLATE "C""#).compactMap(
            \.[0])
    }

    /// Texts are compared by their bytes: nobody reads these orders, and it is three times as fast.
    private static let first = """
        CREATE TABLE events (
            id text COLLATE "C" NOT NULL, time timestamptz NOT NULL, service text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL, item text COLLATE "C" NOT NULL, url text COLLATE "C" NOT NULL,
            status bigint NOT NULL, bytes bigint NOT NULL, country text COLLATE "C", city text COLLATE "C",
            geohash text COLLATE "C", host text COLLATE "C", agent_class text COLLATE "C" NOT NULL,
            session text COLLATE "C", double_click boolean NOT NULL DEFAULT false, click bigint, click_next bigint,
            PRIMARY KEY (id, time)
        ) PARTITION BY RANGE (time);
        CREATE INDEX events_time ON events (time);
        CREATE TABLE unsettled (
            start bigint NOT NULL, service text COLLATE "C" NOT NULL, PRIMARY KEY (start, service));
        CREATE TABLE transfers (
            id text COLLATE "C" NOT NULL, time timestamptz NOT NULL, started timestamptz, connected timestamptz,
            service text COLLATE "C" NOT NULL, direction text COLLATE "C" NOT NULL, network text COLLATE "C" NOT NULL,
            station text COLLATE "C" NOT NULL, location text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL,
            bytes bigint NOT NULL, packets bigint NOT NULL, client text COLLATE "C", program text COLLATE "C",
            country text COLLATE "C", city text COLLATE "C", geohash text COLLATE "C", host text COLLATE "C",
            PRIMARY KEY (id, time)
        ) PARTITION BY RANGE (time);
        CREATE INDEX transfers_time ON transfers (time);
        CREATE TABLE points (
            id text COLLATE "C" PRIMARY KEY, time timestamptz NOT NULL, service text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL, value double precision NOT NULL, unit text COLLATE "C", kind text COLLATE "C");
        CREATE INDEX points_time ON points (time);
        CREATE TABLE events_before_1990 PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('1990-01-01 00:00:00+00');
        CREATE TABLE events_after_2099 PARTITION OF events FOR VALUES FROM ('2100-01-01 00:00:00+00') TO (MAXVALUE);
        CREATE TABLE transfers_before_1990 PARTITION OF transfers
            FOR VALUES FROM (MINVALUE) TO ('1990-01-01 00:00:00+00');
        CREATE TABLE transfers_after_2099 PARTITION OF transfers
            FOR VALUES FROM ('2100-01-01 00:00:00+00') TO (MAXVALUE);
        """

    private static let imports = """
        CREATE TABLE imports (
            service text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, place text COLLATE "C" NOT NULL,
            PRIMARY KEY (service, name))
        """
}

extension StoreTable {
    /// Whether it is parted by months.
    var isParted: Bool { self != .points }
}
