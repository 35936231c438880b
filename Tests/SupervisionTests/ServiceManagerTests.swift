import Glibc
import TestKit
import Testing

/// What systemd hears of a supervisor that it started (sd_notify(3)).
struct ServiceManagerTests {
    private static let processes = """
        [{"name": "first", "command": "sh -c 'env; exec sleep 1000'", "stopwaitsecs": 7, "priority": 1},
         {"name": "second", "command": "sleep 1000", "stopwaitsecs": 20, "priority": 2},
         {"name": "third", "command": "sleep 1000", "stopwaitsecs": 3, "priority": 2},
         {"name": "absent", "command": "nobody-has-this", "startretries": 0}]
        """

    @Test(arguments: [false, true])
    func itHearsOfStartStateAndStop(isAbstract: Bool) throws {
        let folder = try TemporaryDirectory()
        let name =
            isAbstract ? "@loglines-test-\(getpid())-\(UInt64.random(in: 0...UInt64.max))" : folder.file("notify")
        let manager = try ListeningManager(name)
        let supervisor = try RunningSupervisor(Self.processes, environment: ["NOTIFY_SOCKET": name])
        try eventually("it is ready") { manager.heard.contains { $0.hasPrefix("READY=1\nSTATUS=") } }
        try eventually("it tells what runs") {
            manager.heard.last == "STATUS=3 of 4 processes run; absent_0 FATAL"
        }
        try eventually("a child has told its environment") {
            supervisor.read("logs/first_0.log")?.contains("PATH=") == true
        }
        #expect(supervisor.read("logs/first_0.log")?.contains("NOTIFY_SOCKET") == false)
        #expect(try supervisor.stop() == 0)
        // 5 seconds, the 10 of `absent`, and the longest of each of the other two priorities.
        #expect(manager.heard.last == "STOPPING=1\nEXTEND_TIMEOUT_USEC=42000000\nSTATUS=stopping")
    }

    @Test func itRunsWithoutOneThatListens() throws {
        let folder = try TemporaryDirectory()
        let socket = folder.file("nobody")
        let supervisor = try RunningSupervisor("[]", environment: ["NOTIFY_SOCKET": socket])
        #expect(try supervisor.stop() == 0)
        #expect(
            supervisor.output.contains(
                "supervisor: the service manager was not told: \(socket): No such file or directory"))
    }
}

/// The socket that a service manager listens at.
private final class ListeningManager {
    private let descriptor: Int32
    private var messages: [String] = []

    /// - Parameter name: A path, or an abstract name behind `@`.
    init(_ name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: Array(name.utf8))
            if name.hasPrefix("@") { path[0] = 0 }
        }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard bound == 0 else { throw NotThere(name: name) }
    }

    deinit { close(descriptor) }

    /// What has come so far.
    var heard: [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)), count > 0 {
            messages.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
        return messages
    }
}
