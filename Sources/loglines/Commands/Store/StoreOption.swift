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

    /// The store, or the end with one line that says why there is none.
    func open() throws -> any EventStore { try reporting { try $0.store(in: location.directory) } }

    /// The store to write to, or the end with one line that says why there is none.
    func openToWrite() throws -> any RecordSink { try reporting { try $0.sink(in: location.directory) } }

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
            return try loadConfiguration(location.directory).storeAddress()
        } catch let error as NoStore {
            printError("\(error); name one with --database")
            throw ExitCode.configuration
        }
    }
}
