import GRDB

/// How far files have been imported.
extension SQLiteStore {
    /// The places; see ``EventStore/imports(of:)``.
    public func imports(of service: String) throws -> [ImportPlace] {
        try reading { database in
            try Row.fetchAll(
                database, sql: "SELECT name, place FROM imports WHERE service = ? ORDER BY name", arguments: [service]
            ).map { ImportPlace(name: $0[0], service: service, text: $0[1]) }
        }
    }

    /// Keeps a place, if there is one.
    func keep(_ place: ImportPlace?, _ database: Database) throws {
        guard let place else { return }
        try database.execute(
            sql: """
                INSERT INTO imports (service, name, place) VALUES (?, ?, ?)
                ON CONFLICT (service, name) DO UPDATE SET place = excluded.place
                """, arguments: [place.service, place.name, place.text])
    }
}
