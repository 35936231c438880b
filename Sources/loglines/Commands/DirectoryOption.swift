import ArgumentParser

/// Where the configuration stands.
struct DirectoryOption: ParsableArguments {
    @Option(name: [.customShort("C"), .long], help: "The directory of loglines.cfg.")
    var directory = "."
}
