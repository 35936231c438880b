import Glibc
import TestKit
import Testing

/// The command `loglines tracker` as a process of its own, on a free port.
final class RunningTracker {
    let port: Int
    private let directory = try? TemporaryDirectory()
    private let process: ChildProcess

    /// Starts it and waits until it listens.
    init(_ arguments: [String] = []) throws {
        let directory = try #require(directory)
        process = try ChildProcess(
            try builtProgram("loglines"), ["tracker", "--listen", "127.0.0.1:0"] + arguments,
            output: directory.file("out"))
        var port: Int?
        try eventually("the tracker listens") {
            let url = directory.read("out")?.split(separator: "http://127.0.0.1:").dropFirst().first
            port = url.flatMap { Int($0.prefix { $0.isNumber }) }
            return port != nil
        }
        self.port = try #require(port)
    }

    /// What it has written so far.
    var output: String { directory?.read("out") ?? "" }

    /// Stops it as the supervisor does.
    /// - Returns: Its exit code.
    func stop() -> Int32 {
        process.signal(SIGTERM)
        return process.wait()
    }

    /// Sends a request and gives the whole answer.
    func send(_ method: String, _ target: String) throws -> Answer {
        let connection = try Connection(port: port)
        try connection.send("\(method) \(target) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        return Answer(text: try connection.readToEnd())
    }
}

/// An HTTP answer.
struct Answer: Equatable {
    let text: String

    /// The number in the status line.
    var status: Int { Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    /// What follows the header.
    var body: String {
        text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().joined()
    }

    func header(_ name: String) -> String? {
        text.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}

/// A TCP connection to this machine that blocks.
final class Connection {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0, "no connection to port \(port): errno \(errno)")
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        try #require(Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    /// What comes until the other side closes.
    /// - Throws: ``ConnectionReset``.
    func readToEnd() throws -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw ConnectionReset(code: errno) }
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }
}

/// The other side broke a connection off.
struct ConnectionReset: Error, Equatable {
    let code: Int32
}
