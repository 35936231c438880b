import CPostgres

/// One connection to a PostgreSQL server, for one thread. All its times are UTC. After an error of kind `unavailable` it may
/// be of no more use; see ``isUsable``.
public final class PostgresConnection {
    let handle: OpaquePointer

    /// Settings that an address may overrule: a server that does not answer is given up after half a minute.
    private static let defaults = [
        ("application_name", "loglines"), ("connect_timeout", "10"), ("tcp_user_timeout", "30000"),
        ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
    ]

    /// Connects and authenticates.
    /// - Throws: ``PostgresError``, always of kind `unavailable`: what is wrong today may be mended at the server.
    public init(_ address: PostgresAddress) throws(PostgresError) {
        let settings = Self.defaults + [("dbname", address.uri), ("client_encoding", "UTF8")]
        let made = CStrings.with(settings.map(\.0)) { names in
            CStrings.with(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let made else { throw .unavailable("out of memory") }
        handle = made
        guard PQstatus(made) == CONNECTION_OK else { throw lost() }
        // Notices go to stderr otherwise: that a table is there already is no news.
        try execute("SET TimeZone TO 'UTC'; SET client_min_messages TO error; SET standard_conforming_strings TO on")
    }

    deinit { PQfinish(handle) }

    /// Whether the server can be asked more.
    public var isUsable: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Runs one or several statements whose results nobody wants.
    /// - Throws: ``PostgresError``.
    public func execute(_ sql: String) throws(PostgresError) {
        _ = try checked(PQexec(handle, sql))
    }

    /// Runs a statement.
    /// - Parameter parameters: What stands for `$1`, `$2` …
    /// - Returns: Its rows with all their columns as text; nil stands for NULL.
    /// - Throws: ``PostgresError``.
    public func query(_ sql: String, _ parameters: [String?] = []) throws(PostgresError) -> [[String?]] {
        let result = try run(sql, parameters)
        return (0..<PQntuples(result.pointer)).map { row in
            let fields = PostgresRow(result.pointer, row)
            return (0..<Int(PQnfields(result.pointer))).map { fields.text($0) }
        }
    }

    /// Runs a statement that changes rows.
    /// - Returns: How many it changed.
    /// - Throws: ``PostgresError``.
    @discardableResult
    public func update(_ sql: String, _ parameters: [String?] = []) throws(PostgresError) -> Int {
        let result = try run(sql, parameters)
        return Int(String(cString: PQcmdTuples(result.pointer))) ?? 0
    }

    /// Runs several things in one transaction; all or none of it is done.
    /// - Throws: ``PostgresError``, also when it is not known whether the server has committed; what `body` throws.
    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("BEGIN")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // A connection that is lost has rolled back.
            if isUsable, PQtransactionStatus(handle) != PQTRANS_IDLE { try execute("ROLLBACK") }
            throw error
        }
    }

    private func run(_ sql: String, _ parameters: [String?]) throws(PostgresError) -> PostgresResult {
        let pointer = CStrings.with(parameters) {
            PQexecParams(handle, sql, Int32(parameters.count), nil, $0, nil, nil, 0)
        }
        return try checked(pointer)
    }

    func checked(_ pointer: OpaquePointer?) throws(PostgresError) -> PostgresResult {
        guard let pointer else { throw lost() }
        let result = PostgresResult(pointer)
        if let error = result.error { throw isUsable ? error : .unavailable(error.description) }
        return result
    }

    func lost() -> PostgresError { .unavailable(String(cString: PQerrorMessage(handle))) }
}
