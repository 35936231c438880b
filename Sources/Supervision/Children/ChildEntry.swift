import CLinux
import Glibc
import SupervisorClient

/// The first moments of a child: what posix_spawn cannot do before a program is executed.
///
/// The supervisor starts every child as `loglines spawn-child …`. That process changes the user and the directory, asks the
/// kernel for a signal at the supervisor's end, and then becomes the program.
public struct ChildEntry: Equatable, Sendable {
    /// The supervisor.
    var parent: pid_t
    /// Sent by the kernel when the supervisor ends.
    var signal: Int32
    /// The user to become; empty: stays as it is.
    var user: String
    /// The working directory.
    var directory: String
    /// The file to execute.
    var program: String
    /// Its arguments, from the zeroth.
    var arguments: [String]

    /// As the words after `spawn-child`.
    var words: [String] {
        [String(parent), String(signal), user, directory, program] + arguments
    }

    init(parent: pid_t, signal: Int32, user: String, directory: String, program: String, arguments: [String]) {
        self.parent = parent
        self.signal = signal
        self.user = user
        self.directory = directory
        self.program = program
        self.arguments = arguments
    }

    /// Reads the words after `spawn-child`; nil: they are none that a supervisor would write.
    public init?(words: [String]) {
        guard words.count >= 6, let parent = pid_t(words[0]), let signal = Int32(words[1]) else { return nil }
        self.init(
            parent: parent, signal: signal, user: words[2], directory: words[3], program: words[4],
            arguments: Array(words[5...]))
    }

    /// Becomes the program. Says on stderr in one line what cannot be done, and exits 127.
    public func run() -> Never {
        if !user.isEmpty { become(user) }
        if clinux_die_with_parent(parent, signal) != 0 { fail("the supervisor has gone") }
        if chdir(directory) != 0 { fail("cannot enter directory '\(directory)': \(errorText(errno))") }
        _ = withCStrings(arguments) { execv(ChildEntry.named(program), $0) }
        fail("cannot execute '\(program)': \(errorText(errno))")
    }

    /// Our own binary by its name instead of `/proc/self/exe`, so that ps and top show it; except when its file has been
    /// replaced, because all processes of a supervisor are to be of one version.
    private static func named(_ program: String) -> String {
        guard program == Launcher.ourselves else { return program }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = max(readlink(program, &buffer, buffer.count), 0)
        let path = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.isEmpty || path.hasSuffix(" (deleted)") ? program : path
    }

    private func become(_ user: String) {
        guard let entry = getpwnam(user) else { fail("there is no user '\(user)'") }
        let (userID, groupID) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        if getuid() == userID { return }
        guard initgroups(user, groupID) == 0, setgid(groupID) == 0, setuid(userID) == 0 else {
            fail("cannot become user '\(user)': \(errorText(errno))")
        }
    }

    private func fail(_ reason: String) -> Never {
        var line = reason + "\n"
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(127)
    }
}
