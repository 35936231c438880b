import ArgumentParser
import Supervision

/// `loglines spawn-child …`: what the supervisor starts its children through; not for people.
struct SpawnChildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "spawn-child", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough)
    var words: [String] = []

    func run() throws {
        guard let entry = ChildEntry(words: words) else {
            throw ValidationError("spawn-child is for the supervisor only.")
        }
        entry.run()
    }
}
