package import Settings

extension Configuration {
    /// Where the store of the enabled recorders is: reports are made of it.
    /// - Throws: ``NoStore``.
    package func storeAddress() throws(NoStore) -> StoreAddress {
        let addresses = workers.compactMap { worker -> StoreAddress? in
            guard case .recorder(let settings) = worker.job else { return nil }
            return settings.database.inside(directory)
        }
        guard let first = addresses.first else { throw .noRecorder }
        guard addresses.allSatisfy({ $0 == first }) else { throw .several }
        return first
    }
}

/// Why it is not known which store is meant.
package enum NoStore: Error, Equatable, CustomStringConvertible {
    /// No recorder is enabled.
    case noRecorder
    /// The recorders have several.
    case several

    /// One line.
    package var description: String {
        switch self {
        case .noRecorder: "no recorder is enabled"
        case .several: "the enabled recorders have several stores"
        }
    }
}
