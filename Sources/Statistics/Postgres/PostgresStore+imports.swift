import PostgresClient

/// How far files have been imported.
extension PostgresStore {
    /// The places; see ``EventStore/imports(of:)``.
    public func imports(of service: String) throws -> [ImportPlace] {
        try mapping { connection in
            try connection.query("SELECT name, place FROM imports WHERE service = $1 ORDER BY name", [service])
                .compactMap { row in
                    guard let name = row[0], let text = row[1] else { return nil }
                    return ImportPlace(name: name, service: service, text: text)
                }
        }
    }

    /// Keeps a place, if there is one.
    func keep(_ place: ImportPlace?, _ connection: PostgresConnection) throws {
        guard let place else { return }
        try connection.update(
            """
            INSERT INTO imports (service, name, place) VALUES ($1, $2, $3)
            ON CONFLICT (service, name) DO UPDATE SET place = excluded.place
            """, [place.service, place.name, place.text])
    }
}
