import ArgumentParser
import Inspection
import Settings
import Statistics

/// Which store a command works with.
struct StoreOption: ParsableArguments {
    @OptionGroup var location: DirectoryOption

    @Option(
        help:
            "The store (sqlite:FILE, postgresql://…; for migrate also influxdb://…); without it that of the enabled recorder, or what DATABASE_URI says, or sqlite:data/usage.sqlite."
    )
    var database: String?

    /// The store that is meant.
    var choice: StoreChoice { StoreChoice(database: database, directory: location.directory) }
}

/// A store as a command names it. Where it cannot be had, the command ends with one line that says why.
struct StoreChoice {
    /// Its address; nil: that of the directory's configuration.
    let database: String?
    let directory: String

    /// The store.
    /// - Parameter access: What for.
    func open(for access: StoreAccess = .writing) throws -> any EventStore {
        try reporting { try $0.store(in: directory, for: access) }
    }

    /// The store to write to.
    func openToWrite() throws -> any RecordSink { try reporting { try $0.sink(in: directory) } }

    private func reporting<Store>(_ open: (StoreAddress) throws -> Store) throws -> Store {
        do {
            return try open(try address())
        } catch let error as StoreError {
            printError(error.description)
            throw ExitCode.usage
        }
    }

    private func address() throws -> StoreAddress {
        if let database {
            guard let address = StoreAddress(database) else {
                throw ValidationError("--database is not \(StoreAddress.form)")
            }
            return address
        }
        do {
            return try loadConfiguration(directory).storeAddress()
        } catch let error as NoStore {
            printError("\(error); name one with --database")
            throw ExitCode.configuration
        }
    }
}
