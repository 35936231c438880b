import ArgumentParser
import Inspection
import Settings
import Statistics

/// Which store a command works with.
struct StoreOption: ParsableArguments {
    @OptionGroup var location: DirectoryOption

    @Option(help: "The store (sqlite:FILE, postgresql://…); without it that of the enabled recorder.")
    var database: String?

    /// The store, or the end with one line that says why there is none.
    func open() throws -> any EventStore { try Self.open(database, in: location.directory) }

    /// The store at an address, or of the enabled recorder of a directory.
    static func open(_ database: String?, in directory: String) throws -> any EventStore {
        do {
            return try address(database, in: directory).store(in: directory)
        } catch let error as StoreError {
            printError(error.description)
            throw ExitCode.usage
        }
    }

    private static func address(_ database: String?, in directory: String) throws -> StoreAddress {
        if let database {
            guard let address = StoreAddress(database) else {
                throw ValidationError("--database is not \(StoreAddress.form)")
            }
            return address
        }
        do {
            return try loadConfiguration(directory).storeAddress()
        } catch let error as NoStore {
            let advice = error == .noRecorder ? "name the store with --database" : "name one with --database"
            printError("\(error); \(advice)")
            throw ExitCode.configuration
        }
    }
}
