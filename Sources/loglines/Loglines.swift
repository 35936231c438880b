import ArgumentParser

/// The command `loglines`.
@main
struct Loglines: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes usage lines in, queues them in Redis, and distributes them.",
        subcommands: [
            GenerateCommand.self,
            TrackerCommand.self,
        ])
}
