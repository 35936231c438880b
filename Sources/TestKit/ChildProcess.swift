import FoundationEssentials
public import Glibc
import Synchronization

/// A program that a test runs beside itself. It is killed with the value's last user, and when the test process ends,
/// however that ends: a shell at the other end of a pipe watches over it.
public final class ChildProcess: Sendable {
    /// The process id.
    public let pid: pid_t

    private let status = Mutex<Int32?>(nil)
    private let watcher: pid_t
    private let lifeline: Int32

    /// Starts a program.
    /// - Parameters:
    ///   - path: The program's path.
    ///   - arguments: Its arguments, without its name.
    ///   - directory: Where it runs; nil: where the test does.
    ///   - environment: Variables added to the test's own.
    ///   - output: A file that gets stdout and stderr; nil: nowhere.
    /// - Throws: When it cannot be started.
    public init(
        _ path: String, _ arguments: [String], in directory: String? = nil, environment: [String: String] = [:],
        output: String? = nil
    ) throws {
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let place = directory.map { ["/usr/bin/env", "-C", $0] } ?? []
        pid = try ChildProcess.spawn(place + [path] + arguments, variables) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        var ends: [Int32] = [0, 0]
        // A socket, because a pipe of Swift's Glibc cannot be kept from other children from its first moment on.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw CannotStart(path: "socketpair", reason: String(cString: strerror(errno)))
        }
        defer { close(ends[0]) }
        lifeline = ends[1]
        watcher = try ChildProcess.spawn(["/bin/sh", "-c", "cat >/dev/null; kill -9 $0", String(pid)], [:]) { actions in
            posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
    }

    private static func spawn(
        _ words: [String], _ variables: [String: String], _ prepare: (inout posix_spawn_file_actions_t) -> Void
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // Tests run on threads that block all signals; a child that inherited that could not be asked to end.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        // While `system` runs elsewhere in this process, SIGINT and SIGQUIT are ignored, and a child would go on ignoring them.
        var interrupts = noSignals
        for signal in [SIGINT, SIGQUIT] { sigaddset(&interrupts, signal) }
        posix_spawnattr_setsigdefault(&attributes, &interrupts)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        prepare(&actions)
        let argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, words[0], &actions, &attributes, argv, envp)
        guard code == 0 else { throw CannotStart(path: words[0], reason: String(cString: strerror(code))) }
        return child
    }

    deinit {
        end(SIGKILL)
        kill(watcher, SIGKILL)
        var raw: Int32 = 0
        waitpid(watcher, &raw, 0)
        close(lifeline)
    }

    /// Sends a signal.
    public func signal(_ number: Int32) {
        status.withLock { if $0 == nil { Glibc.kill(pid, number) } }
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
        while true {
            if let exit { return exit }
            usleep(1_000)
        }
    }

    /// The exit code, or 128 + the signal that ended it; nil while it runs.
    public var exit: Int32? {
        status.withLock { status in
            var raw: Int32 = 0
            if status == nil, waitpid(pid, &raw, WNOHANG) == pid { status = raw }
            return status.map(exitCode)
        }
    }

    private func exitCode(_ raw: Int32) -> Int32 {
        raw & 0x7f == 0 ? raw >> 8 & 0xff : 128 + raw & 0x7f
    }

    /// A program that did not start or did not do, in one line.
    public struct CannotStart: Error, CustomStringConvertible {
        let path: String
        let reason: String

        /// `/usr/bin/nginx: No such file or directory`.
        public var description: String { "\(path): \(reason)" }
    }
}
