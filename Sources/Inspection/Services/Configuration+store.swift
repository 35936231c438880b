import FoundationEssentials
package import Settings

extension Configuration {
    /// Whether a recorder is enabled.
    package var hasRecorder: Bool { workers.contains { if case .recorder = $0.job { true } else { false } } }

    /// Where the store of the enabled recorders is, or, when none is enabled, where a recorder's would be: reports are made of it.
    /// - Throws: ``NoStore``.
    package func storeAddress(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(NoStore) -> StoreAddress {
        let all = workers.compactMap { worker -> StoreAddress? in
            guard case .recorder(let settings) = worker.job else { return nil }
            return settings.database.inside(directory)
        }
        // A recorder of measurements may run beside that of the store which is meant.
        let readable = all.filter(\.isReadable)
        let addresses = readable.isEmpty ? all : readable
        guard let first = addresses.first else {
            guard let usual = StoreAddress.usual(environment) else { throw .wrongVariable }
            return usual.inside(directory)
        }
        guard addresses.allSatisfy({ $0 == first }) else { throw .several }
        return first
    }
}

/// Why it is not known which store is meant.
package enum NoStore: Error, Equatable, CustomStringConvertible {
    /// No recorder is enabled, and what the environment says is no address.
    case wrongVariable
    /// The recorders have several.
    case several

    /// One line.
    package var description: String {
        switch self {
        case .wrongVariable: "\(StoreAddress.variable) of the environment is not \(StoreAddress.form)"
        case .several: "the enabled recorders have several stores"
        }
    }
}
