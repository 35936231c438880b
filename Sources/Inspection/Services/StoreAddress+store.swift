package import Settings
package import Statistics

extension StoreAddress {
    /// The store at this address; it is connected to when it is first used.
    /// - Parameter directory: What a relative file is relative to.
    /// - Throws: `StoreError` when it is no address.
    package func store(in directory: String) throws -> any EventStore {
        switch inside(directory) {
        case .sqlite(let path): SQLiteStore(path: path)
        case .postgres(let uri): try PostgresStore(uri: uri)
        }
    }
}
