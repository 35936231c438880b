import Glibc
import Synchronization

/// A program that a test runs beside itself. It ends with the value's last user, and with the test process however that
/// ends: a shell that holds its end of a pipe watches over it.
public final class TestProcess: Sendable {
    /// Runs the program in a directory until it ends or the shell's standard input does.
    private static let watched = #"""
        cd "$1" && exec 3<&0
        [ -z "$2" ] || exec >"$2" 2>&1
        shift 2
        "$@" </dev/null 3<&- & child=$!
        (cat <&3 >/dev/null; kill $child 2>/dev/null) &
        wait $child
        """#

    private let pid: pid_t
    private let lifeline: Int32
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - program: Its path.
    ///   - directory: Where it runs.
    ///   - output: The file that gets what it prints; empty: it prints where the test does.
    /// - Throws: ``TestProcessError`` when it cannot be started.
    public init(_ program: String, _ arguments: [String], in directory: String = ".", output: String = "") throws {
        var ends: [Int32] = [0, 0]
        // A socket, because a pipe of Swift's Glibc cannot be kept from other children from its first moment on.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw TestProcessError(what: "socketpair", code: errno)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            close(ends[0])
        }
        // Tests run on threads that block all signals; a child that inherited that could not be ended.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        let words = ["sh", "-c", TestProcess.watched, "sh", directory, output, program] + arguments
        var pointers = words.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, &pointers, environ)
        guard code == 0 else { throw TestProcessError(what: program, code: code) }
        pid = child
        lifeline = ends[1]
    }

    deinit {
        close(lifeline)
        _ = wait()
    }

    /// Waits for its end.
    /// - Returns: Its exit code; 128 and more: it was ended by a signal.
    public func wait() -> Int32 {
        status.withLock { known in
            if let known { return known }
            var raw: Int32 = 0
            while waitpid(pid, &raw, 0) < 0 && errno == EINTR {}
            let code = raw & 0x7f == 0 ? raw >> 8 & 0xff : 128 + raw & 0x7f
            known = code
            return code
        }
    }
}

/// A program that did not start or did not do.
public struct TestProcessError: Error, CustomStringConvertible {
    /// Which program or call.
    public let what: String
    /// Its exit code, or the system's error number.
    public let code: Int32

    /// `openssl …: failed with 1`.
    public var description: String { "\(what): failed with \(code)" }
}
