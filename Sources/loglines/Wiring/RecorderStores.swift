import Settings
import Statistics

extension StoreAddress {
    /// The store at this address; it is connected to when it is first used.
    /// - Parameter directory: What a relative file is relative to.
    /// - Throws: `StoreError` when it is no address.
    func store(in directory: String) throws -> any EventStore {
        switch inside(directory) {
        case .sqlite(let path): SQLiteStore(path: path)
        case .postgres(let uri): try PostgresStore(uri: uri)
        }
    }
}

extension Configuration {
    /// What is wrong with the stores' addresses.
    func problemsOfStores() -> [ConfigurationProblem] {
        workers.compactMap { worker in
            guard case .recorder(let settings) = worker.job else { return nil }
            do {
                _ = try settings.database.store(in: directory)
                return nil
            } catch {
                return ConfigurationProblem(
                    at: worker.origins["database"] ?? worker.origin, section: worker.section, key: "database",
                    "\(error)")
            }
        }
    }
}
