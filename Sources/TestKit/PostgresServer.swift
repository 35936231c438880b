import FoundationEssentials
import Glibc
public import PostgresClient
import Synchronization

/// A PostgreSQL cluster of a test's own, in a temporary directory, on a free port of the loopback interface and a unix
/// socket; gone with the value's last user. It is made and run by the user `postgres` where the tests run as root, whom
/// initdb refuses.
public final class PostgresServer: Sendable {
    /// Where it keeps its data and its socket.
    public let directory: TemporaryDirectory

    /// Its TCP port on the loopback interface.
    public let port: Int

    private let process = Mutex<ChildProcess?>(nil)
    private let numbers = Atomic(0)
    private let programs: String

    private struct Weak {
        weak var server: PostgresServer?
    }

    private static let current = Mutex(Weak())

    /// One for all tests that only need databases of their own: the one that somebody uses, or a new one. A static that is never
    /// let go would leave its folder behind.
    /// - Throws: When no PostgreSQL is installed or it does not come up.
    public static func shared() throws -> PostgresServer {
        try current.withLock { current in
            if let server = current.server { return server }
            let server = try PostgresServer()
            current.server = server
            return server
        }
    }

    /// Makes a cluster, starts it, and waits until it answers.
    /// - Throws: When no PostgreSQL is installed or it does not come up.
    public init() throws {
        directory = try TemporaryDirectory()
        port = freeServerPort()
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap { Int($0) }
        guard let version = versions.max() else {
            throw ChildProcess.CannotStart(path: root, reason: "no PostgreSQL is installed")
        }
        programs = "\(root)/\(version)/bin"
        if getuid() == 0 {
            guard let user = getpwnam("postgres")?.pointee else {
                throw ChildProcess.CannotStart(path: root, reason: "there is no user postgres")
            }
            chown(directory.path, user.pw_uid, user.pw_gid)
        }
        let made = try child(
            "initdb",
            [
                "--pgdata", directory.file("data"), "--username", "test", "--auth", "trust", "--no-sync", "--encoding",
                "UTF8",
            ],
            "initdb.log")
        guard made.wait() == 0 else {
            throw ChildProcess.CannotStart(path: "initdb", reason: directory.read("initdb.log") ?? "")
        }
        try start()
    }

    deinit { kill() }

    /// Starts it (again) with the data it had, and waits until it answers.
    public func start() throws {
        try process.withLock { process in
            process = nil
            try eventually("PostgreSQL answers", within: 60) {
                // It ends by itself while processes of the one before it are about.
                if process?.exit != nil { process = nil }
                process = try process ?? server()
                do {
                    _ = try PostgresConnection(address())
                    return true
                } catch is PostgresError {
                    return false
                }
            }
        }
    }

    /// Ends it as a crash would: nothing is finished, and the next start recovers what was committed.
    public func kill() {
        process.withLock { process in
            process?.end(SIGQUIT)
            process = nil
        }
    }

    /// The connection URI of a database.
    public func uri(database: String = "postgres") -> String { "postgresql://test@127.0.0.1:\(port)/\(database)" }

    /// The address of a database.
    public func address(database: String = "postgres") throws -> PostgresAddress {
        try PostgresAddress(uri: uri(database: database))
    }

    /// Makes an empty database.
    /// - Returns: Its name.
    public func makeDatabase() throws -> String {
        let name = "test_\(numbers.add(1, ordering: .relaxed).newValue)"
        try PostgresConnection(address()).execute("CREATE DATABASE \(name)")
        return name
    }

    private func server() throws -> ChildProcess {
        // What a crash of the machine would lose need not be safe.
        try child(
            "postgres",
            [
                "-D", directory.file("data"), "-p", String(port), "-k", directory.path, "-c",
                "listen_addresses=127.0.0.1",
                "-c", "fsync=off", "-c", "shared_buffers=64MB", "-c", "max_wal_size=512MB",
            ], "server.log")
    }

    private func child(_ program: String, _ arguments: [String], _ log: String) throws -> ChildProcess {
        let words = ["\(programs)/\(program)"] + arguments
        guard getuid() == 0 else {
            return try ChildProcess(words[0], arguments, in: directory.path, output: directory.file(log))
        }
        return try ChildProcess(
            "/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] + words,
            in: directory.path, output: directory.file(log))
    }
}
