import ArgumentParser
import Settings

/// `loglines workers`.
struct WorkersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers", abstract: "Lists the workers, what kind they are, and which are enabled.")

    @OptionGroup var location: DirectoryOption

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let workers = WorkerList(directory: location.directory).workers
        if json {
            try printJSON(workers)
            return
        }
        let width = workers.map(\.name.count).max() ?? 0
        for worker in workers {
            let name = worker.name + String(repeating: " ", count: width - worker.name.count)
            print("\(name)  \(worker.enabled ? "enabled " : "disabled")  \(worker.kind)")
        }
    }
}
