package import Settings
package import Statistics

extension StoreAddress {
    /// The store at this address; it is connected to when it is first used.
    /// - Parameters:
    ///   - directory: What a relative file is relative to.
    ///   - access: What it is opened for.
    /// - Throws: `StoreError` when it is no address.
    package func store(in directory: String, for access: StoreAccess = .writing) throws -> any EventStore {
        switch inside(directory) {
        case .sqlite(let path): SQLiteStore(path: path, access: access)
        case .postgres(let uri): try PostgresStore(uri: uri, access: access)
        }
    }
}
