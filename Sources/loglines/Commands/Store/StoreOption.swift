import ArgumentParser
import Glibc
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
    /// - Parameters:
    ///   - mustExist: Whether a file that is not there is no store, and is not made.
    ///   - access: What it is opened for.
    func open(mustExist: Bool = false, for access: StoreAccess = .writing) throws -> any EventStore {
        try reporting { address in
            if mustExist, case .sqlite(let path) = address.inside(directory), Glibc.access(path, F_OK) != 0 {
                printError("sqlite:\(path): there is no store yet; a recorder makes it when it starts")
                throw ExitCode.failure
            }
            return try address.store(in: directory, for: access)
        }
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
