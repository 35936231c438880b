import GRDB

/// The tables in SQLite. Times are seconds since 1970 in UTC, flags 0 and 1.
enum SQLiteSchema {
    /// The steps that made them. A step that was published is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 events, transfers, points, sums, imports", foreignKeyChecks: .immediate) {
            database in
            for statement in first + SumTable.all.map({ $0.creation(in: .sqlite) }) {
                try database.execute(sql: statement)
            }
        }
        return migrator
    }

    /// The columns of a key without rowid stand in the key's order: else `quick_check` of SQLite 3.40 takes them for NULL.
    private static let first = [
        """
        CREATE TABLE events (
            id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL, service TEXT NOT NULL, kind TEXT NOT NULL,
            item TEXT NOT NULL, url TEXT NOT NULL, status INTEGER NOT NULL, bytes INTEGER NOT NULL,
            country TEXT, city TEXT, geohash TEXT, host TEXT, agent_class TEXT NOT NULL, session TEXT,
            double_click INTEGER NOT NULL DEFAULT 0, click INTEGER, click_next INTEGER)
        """,
        "CREATE INDEX events_time ON events (time)",
        """
        CREATE TABLE unsettled (
            level TEXT NOT NULL, start INTEGER NOT NULL, source TEXT NOT NULL, service TEXT NOT NULL,
            PRIMARY KEY (level, start, source, service)) WITHOUT ROWID
        """,
        "CREATE TABLE removed (name TEXT NOT NULL PRIMARY KEY, before INTEGER NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE transfers (
            id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL, started INTEGER, connected INTEGER, service TEXT NOT NULL,
            direction TEXT NOT NULL, network TEXT NOT NULL, station TEXT NOT NULL, location TEXT NOT NULL,
            channel TEXT NOT NULL, bytes INTEGER NOT NULL, packets INTEGER NOT NULL, client TEXT, program TEXT,
            country TEXT, city TEXT, geohash TEXT, host TEXT)
        """,
        "CREATE INDEX transfers_time ON transfers (time)",
        """
        CREATE TABLE points (
            id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL, service TEXT NOT NULL, name TEXT NOT NULL,
            value REAL NOT NULL, unit TEXT, kind TEXT)
        """,
        "CREATE INDEX points_time ON points (time)",
        """
        CREATE TABLE imports (
            service TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (service, name)) WITHOUT ROWID
        """,
    ]
}
