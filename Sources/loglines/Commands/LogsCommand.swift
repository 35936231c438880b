import ArgumentParser
import Glibc
import Supervision
import SupervisorClient
import Telemetry

/// `loglines logs [-f] NAME`.
struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Prints the end of what processes wrote to stdout and stderr.")

    @OptionGroup var location: DirectoryOption

    @Flag(name: [.customShort("f"), .long], help: "Go on printing what is added, also when the files are rotated.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: "How many lines of each file.")
    var lines = 20

    @Argument(help: "A group (pirus2) or a process (pirus2_0).")
    var name: String

    func validate() throws {
        if lines < 0 { throw ValidationError("-n takes no negative number.") }
    }

    func run() throws {
        let answer = try asking { try ControlClient(directory: location.directory).status([name]) }
        guard answer.unknown.isEmpty else {
            printError("\(name): no such process")
            throw ExitCode.failure
        }
        var paths: [String] = []
        for path in answer.processes.flatMap({ [$0.stdoutLogfile, $0.stderrLogfile] }) where !paths.contains(path) {
            paths.append(path)
        }
        let followers = paths.map(LogFollower.init)
        // One file needs no heading.
        var shown = paths.count == 1 ? paths.first : nil
        for follower in followers { emit(follower.tail(lines: lines), of: follower.path, after: &shown) }
        while follow {
            usleep(250_000)
            for follower in followers { emit(follower.next(), of: follower.path, after: &shown) }
        }
    }

    /// Writes bytes, below the file's name when that changes, as tail(1) does.
    private func emit(_ bytes: [UInt8], of path: String, after shown: inout String?) {
        guard !bytes.isEmpty else { return }
        // What was logged must not steer the terminal.
        var output = Array(String(decoding: bytes, as: UTF8.self).escapingControls(except: ["\n", "\t"]).utf8)
        if shown != path {
            let heading = (shown == nil ? "" : "\n") + "==> \(path) <==\n"
            output = Array(heading.utf8) + output
            shown = path
        }
        var rest = output[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
