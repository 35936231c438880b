import Glibc

/// A carbon-cache of a test's own, in a temporary directory, on free ports of the loopback interface, which keeps a value for each
/// second; killed with the value's last user.
public final class CarbonServer {
    /// Where it keeps its configuration and its files.
    public let directory: TemporaryDirectory
    /// Its TCP port for plaintext.
    public let textPort = freeServerPort()
    /// Its TCP port for pickle.
    public let picklePort = freeServerPort()

    private let queryPort = freeServerPort()
    private var process: ChildProcess?

    /// Starts a server and waits until it listens.
    /// - Throws: When no carbon-cache is installed or it does not come up.
    public init() throws {
        directory = try TemporaryDirectory()
        try directory.write(
            """
            [cache]
            STORAGE_DIR = \(directory.path)/
            LOCAL_DATA_DIR = \(directory.path)/whisper/
            CONF_DIR = \(directory.path)/
            LOG_DIR = \(directory.path)/
            PID_DIR = \(directory.path)/
            USER =
            MAX_CACHE_SIZE = inf
            MAX_UPDATES_PER_SECOND = inf
            MAX_CREATES_PER_MINUTE = inf
            LINE_RECEIVER_INTERFACE = 127.0.0.1
            LINE_RECEIVER_PORT = \(textPort)
            PICKLE_RECEIVER_INTERFACE = 127.0.0.1
            PICKLE_RECEIVER_PORT = \(picklePort)
            CACHE_QUERY_INTERFACE = 127.0.0.1
            CACHE_QUERY_PORT = \(queryPort)
            CARBON_METRIC_INTERVAL = 0
            ENABLE_UDP_LISTENER = False
            ENABLE_TAGS = False
            """, to: "carbon.conf")
        try directory.write("[all]\npattern = .*\nretentions = 1s:2h\n", to: "storage-schemas.conf")
        try start()
    }

    deinit { kill() }

    /// Starts it (again) with the files it had, and waits until it listens.
    public func start() throws {
        unlink(directory.file("carbon-cache-a.pid"))
        process = try ChildProcess(
            "/usr/bin/carbon-cache", ["--config=\(directory.file("carbon.conf"))", "--nodaemon", "start"],
            output: directory.file("carbon.log"))
        for port in [textPort, picklePort] {
            try eventually("carbon-cache listens", within: 60) {
                let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(descriptor) }
                return withLoopbackAddress(port: port) { connect(descriptor, $0, $1) } == 0
            }
        }
    }

    /// Ends it as a crash would: what it had not written yet is lost.
    public func kill() {
        process?.end(SIGKILL)
        process = nil
    }

    /// Stops it where it is, or lets it go on.
    public func freeze(_ isFrozen: Bool) {
        if let pid = process?.pid { Glibc.kill(pid, isFrozen ? SIGSTOP : SIGCONT) }
    }

    /// The values of a metric, by their times, as whisper-fetch reads them from carbon's file.
    public func values(of path: String, from: Int, until: Int) -> [Int: Double] {
        let file = directory.file("whisper/\(path.replacing(".", with: "/")).wsp")
        let output = shell("whisper-fetch --from=\(from) --until=\(until) '\(file)'", in: directory).output
        var values: [Int: Double] = [:]
        for line in output.split(separator: "\n") {
            let words = line.split(separator: "\t")
            guard words.count == 2, let time = Int(words[0]), let value = Double(words[1]) else { continue }
            values[time] = value
        }
        return values
    }
}
