package import Settings
package import Statistics

extension StoreAddress {
    /// The store at this address, to write to; it is connected to when it is first used.
    /// - Parameter directory: What a relative file is relative to.
    /// - Throws: `StoreError` when it is no address.
    package func sink(in directory: String) throws(StoreError) -> any RecordSink {
        switch inside(directory) {
        case .sqlite(let path): SQLiteStore(path: path)
        case .postgres(let uri): try PostgresStore(uri: uri)
        case .influx(let uri): try InfluxStore(uri: uri)
        }
    }

    /// The store at this address, to read as well; it is connected to when it is first used.
    /// - Parameters:
    ///   - directory: What a relative file is relative to.
    ///   - access: What it is opened for.
    /// - Throws: `StoreError` when it is no address, or that of a store that loglines only writes to.
    package func store(in directory: String, for access: StoreAccess = .writing) throws(StoreError) -> any EventStore {
        switch inside(directory) {
        case .sqlite(let path): SQLiteStore(path: path, access: access)
        case .postgres(let uri): try PostgresStore(uri: uri, access: access)
        case .influx(let uri): throw .onlyWritten(try InfluxStore(uri: uri).name)
        }
    }

    /// Whether loglines can read what it has written there.
    package var isReadable: Bool {
        switch self {
        case .sqlite, .postgres: true
        case .influx: false
        }
    }
}
