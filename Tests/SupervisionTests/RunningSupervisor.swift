import FoundationEssentials
import Glibc
import SupervisorClient
import TestKit

@testable import Supervision

/// A supervisor in a process of its own, killed with the value's last user.
final class RunningSupervisor {
    let home: TemporaryDirectory
    let pid: pid_t
    private let folder: String
    private var status: Int32?

    /// Starts one over the processes of a JSON text, and waits until it answers.
    init(
        _ processes: String, home: TemporaryDirectory? = nil, folder: String = "home", live: Bool = false,
        environment: [String: String] = [:]
    ) throws {
        self.home = try home ?? TemporaryDirectory()
        self.folder = folder
        try self.home.write(processes, to: "\(folder)/processes.json")
        pid = try Self.spawn(self.home.file(folder), live: live, environment: environment)
        let client = client
        try eventually("the supervisor answers") { (try? client.status()) != nil }
    }

    deinit {
        // A test that failed half way must not leave processes behind.
        if status == nil {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
    }

    var directory: String { home.file(folder) }
    var client: ControlClient { ControlClient(directory: directory) }

    /// What it printed.
    var output: String { read("output") ?? "" }

    func read(_ name: String) -> String? { home.read("\(folder)/\(name)") }

    func configure(_ processes: String) throws { try home.write(processes, to: "\(folder)/processes.json") }

    func process(_ name: String) throws -> ProcessReport {
        guard let found = try client.status([name]).processes.first else { throw NotThere(name: name) }
        return found
    }

    func wait(_ name: String, _ state: ProcessState) throws -> ProcessReport {
        try eventually("\(name) is \(state.name)") { try process(name).state == state.rawValue }
        return try process(name)
    }

    /// Asks, and returns the outcomes as `name: text`.
    func ask(
        _ command: ControlRequest.Command, _ names: String..., signal: String? = nil
    ) throws -> (ok: Bool, lines: [String]) {
        var lines: [String] = []
        let ok = try client.ask(ControlRequest(command, names: names, signal: signal)) { reply in
            switch reply {
            case .outcome(let outcome): lines.append("\(outcome.name): \(outcome.text)")
            case .refused(let refusal): lines += refusal.reasons
            case .changes(let added, let changed, let removed):
                lines += [("added", added), ("changed", changed), ("removed", removed)].flatMap { change, names in
                    names.map { "\($0): \(change)" }
                }
            case .processes, .supervisor, .end: break
            }
        }
        return (ok, lines)
    }

    /// Waits for its end and returns how it ended, as waitpid says it.
    func end() throws -> Int32 {
        var code: Int32 = 0
        try eventually("the supervisor ends") { waitpid(pid, &code, WNOHANG) == pid }
        status = code
        return code
    }

    func stop(_ signal: Int32 = SIGTERM) throws -> Int32 {
        kill(pid, signal)
        return try end()
    }

    /// Starts the fixture without waiting for anything; its output goes to the file `output`.
    static func spawn(_ directory: String, live: Bool = false, environment: [String: String] = [:]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "\(directory)/output", O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let file = try builtProgram("supervise-fixture")
        var pid: pid_t = 0
        let code = withCStrings([file, directory] + (live ? ["terminal"] : [])) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&pid, file, &actions, nil, argv, envp)
            }
        }
        guard code == 0 else { throw NotThere(name: "supervise-fixture") }
        return pid
    }
}

struct NotThere: Error {
    let name: String
}

/// Whether a process runs; one that only waits to be waited for does not.
func isAlive(_ pid: Int) -> Bool {
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return false }
    let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ")
    return fields?.first != "Z"
}
