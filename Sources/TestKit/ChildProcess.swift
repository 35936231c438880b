import FoundationEssentials
public import Glibc

/// A program that a test runs beside itself; killed with the value's last user.
public final class ChildProcess {
    /// The process id.
    public let pid: pid_t

    private var status: Int32?

    /// Starts a program.
    /// - Parameters:
    ///   - path: The program's path.
    ///   - arguments: Its arguments, without its name.
    ///   - environment: Variables added to the test's own.
    ///   - output: A file that gets stdout and stderr; nil: nowhere.
    /// - Throws: When it cannot be started.
    public init(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], output: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        let envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, nil, argv, envp)
        guard code == 0 else { throw CannotStart(path: path, reason: String(cString: strerror(code))) }
        pid = child
    }

    deinit { end(SIGKILL) }

    /// Sends a signal.
    public func signal(_ number: Int32) {
        if status == nil { Glibc.kill(pid, number) }
    }

    /// Sends a signal and waits for the end.
    public func end(_ number: Int32) {
        signal(number)
        wait()
    }

    /// Waits for the end.
    /// - Returns: The exit code, or 128 + the signal that ended it.
    @discardableResult
    public func wait() -> Int32 {
        while status == nil {
            var raw: Int32 = 0
            if waitpid(pid, &raw, 0) == pid { status = raw } else if errno != EINTR { status = 0 }
        }
        return exitCode(status ?? 0)
    }

    /// The exit code, or 128 + the signal that ended it; nil while it runs.
    public var exit: Int32? {
        if status == nil {
            var raw: Int32 = 0
            if waitpid(pid, &raw, WNOHANG) == pid { status = raw }
        }
        return status.map(exitCode)
    }

    private func exitCode(_ raw: Int32) -> Int32 {
        raw & 0x7f == 0 ? raw >> 8 & 0xff : 128 + raw & 0x7f
    }

    struct CannotStart: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "\(path): \(reason)" }
    }
}
