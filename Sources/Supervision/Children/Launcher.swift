import CLinux
import Glibc
import Settings
import SupervisorClient

/// Spawns children. To be used on the supervisor's main thread only: the kernel binds their death signal to that thread.
struct Launcher {
    /// This binary, also after its file has been replaced.
    static let ourselves = "/proc/self/exe"

    /// What children inherit, with the directory of this binary first in PATH, and without the service manager, to which
    /// a redis-server would talk as if it were the service.
    private let environment: [String: String]

    /// - Parameter environment: The supervisor's own.
    init(environment: [String: String]) {
        var environment = environment
        let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        environment[ServiceManager.variable] = nil
        environment["PATH"] = Self.binaryDirectory().map { "\($0):\(path)" } ?? path
        self.environment = environment
    }

    /// Starts a process in a session of its own, with pipes for its output.
    /// - Throws: ``LaunchError``.
    func launch(_ spec: ProcessSpec) throws(LaunchError) -> Child {
        let environment = self.environment.merging(spec.settings.environment) { _, own in own }
        let entry = try entry(for: spec, path: environment["PATH"] ?? "")
        let output = try Pipe()
        let errors = spec.settings.redirectStderr ? nil : try pipe(closingOnFailure: output)
        let result = spawn(
            ["loglines", "spawn-child"] + entry.words, environment: environment.map { "\($0.key)=\($0.value)" },
            output: output.writing, errors: (errors ?? output).writing)
        close(output.writing)
        if let errors { close(errors.writing) }
        guard case .success(let pid) = result else {
            close(output.reading)
            if let errors { close(errors.reading) }
            throw LaunchError("cannot be spawned: \(result.failureText)")
        }
        return Child(pid: pid, output: output.reading, errors: errors?.reading)
    }

    private func entry(for spec: ProcessSpec, path: String) throws(LaunchError) -> ChildEntry {
        let program: String
        let arguments: [String]
        let signal: Int32
        switch spec.launch {
        case .ourselves(let own):
            program = Self.ourselves
            arguments = ["loglines"] + own
            // A worker may be killed at any instant without loss, and must be gone before another of its name is started.
            signal = SIGKILL
        case .program(let command):
            arguments = try CommandLineWords(command).words
            program = try ProgramSearch.locate(arguments[0], path: path, directory: spec.directory)
            signal = SignalName.number(spec.settings.stopsignal)
        }
        return ChildEntry(
            parent: getpid(), signal: signal, user: spec.settings.user, directory: spec.directory, program: program,
            arguments: arguments)
    }

    private func pipe(closingOnFailure other: Pipe) throws(LaunchError) -> Pipe {
        do {
            return try Pipe()
        } catch {
            close(other.reading)
            close(other.writing)
            throw error
        }
    }

    private func spawn(_ arguments: [String], environment: [String], output: Int32, errors: Int32) -> SpawnResult {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setflags(&attributes, clinux_spawn_flags)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)

        var pid: pid_t = 0
        let code = withCStrings(arguments) { argv in
            withCStrings(environment) { envp in
                posix_spawn(&pid, Self.ourselves, &actions, &attributes, argv, envp)
            }
        }
        return code == 0 ? .success(pid) : .failure(code)
    }

    private static func binaryDirectory() -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(ourselves, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
}

/// A child that has been spawned.
struct Child {
    let pid: pid_t
    /// The reading end of its stdout.
    let output: Int32
    /// The reading end of its stderr; nil: joined to stdout.
    let errors: Int32?

    var descriptors: [Int32] { [output] + (errors.map { [$0] } ?? []) }
}

/// What posix_spawn answered.
private enum SpawnResult {
    case success(pid_t)
    case failure(Int32)

    var failureText: String {
        if case .failure(let code) = self { return errorText(code) }
        return ""
    }
}

/// A pipe whose ends are closed in children; the reading end does not block.
private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws(LaunchError) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw LaunchError("no pipe: \(errorText(errno))") }
        for end in ends { _ = clinux_set_close_on_exec(end) }
        _ = clinux_set_nonblocking(ends[0])
        (reading, writing) = (ends[0], ends[1])
    }
}
