import CurlClient
import FoundationEssentials
import Glibc

/// InfluxDB 1.x of a test's own, in a temporary directory, on free ports of the loopback interface; killed with the value's
/// last user.
public final class InfluxServer {
    /// InfluxDB as Debian installs it.
    private static let program = "/usr/bin/influxd"

    /// Where it keeps its data.
    public let directory: TemporaryDirectory

    /// Its TCP port for HTTP.
    public let port: Int

    private var process: ChildProcess?
    private let account: (user: String, password: String)?

    /// Starts a server and waits until it answers.
    /// - Parameters:
    ///   - account: Its only user, without whom it then lets nobody in; nil: it lets everybody in.
    ///   - data: Settings of its `[data]` section.
    /// - Throws: When no influxd is installed or it does not come up.
    public init(account: (user: String, password: String)? = nil, data: String = "") throws {
        directory = try TemporaryDirectory()
        port = freeServerPort()
        self.account = account
        try directory.write(
            """
            reporting-enabled = false
            bind-address = "127.0.0.1:\(freeServerPort())"
            [meta]
            dir = "\(directory.file("meta"))"
            [data]
            dir = "\(directory.file("data"))"
            wal-dir = "\(directory.file("wal"))"
            \(data)
            [monitor]
            store-enabled = false
            [http]
            bind-address = "127.0.0.1:\(port)"
            auth-enabled = \(account != nil)
            log-enabled = false
            [continuous_queries]
            enabled = false
            [subscriber]
            enabled = false
            """, to: "influxdb.conf")
        try start()
        if let account {
            try query("CREATE USER \(account.user) WITH PASSWORD '\(account.password)' WITH ALL PRIVILEGES")
        }
    }

    deinit { kill() }

    /// Starts it (again) with the data it had, and waits until it answers.
    public func start() throws {
        process = try ChildProcess(
            Self.program, ["-config", directory.file("influxdb.conf")], in: directory.path,
            output: directory.file("influxdb.log"))
        try eventually("InfluxDB answers", within: 60) { try ask("/ping").status == 204 }
    }

    /// Ends it as a crash would.
    public func kill() {
        process?.end(SIGKILL)
        process = nil
    }

    /// The address of a database.
    /// - Parameter account: `USER:PASSWORD`; nil: nobody's.
    public func uri(database: String, as account: String? = nil) -> String {
        "influxdb://\(account.map { $0 + "@" } ?? "")127.0.0.1:\(port)/\(database)"
    }

    /// Makes an empty database.
    public func makeDatabase(_ name: String) throws { try query("CREATE DATABASE \"\(name)\"") }

    /// What InfluxQL statements find.
    /// - Returns: The series of all statements.
    /// - Throws: ``CannotAsk`` with the server's words.
    @discardableResult
    public func query(_ statements: String, in database: String = "") throws -> [Series] {
        let wanted = "/query?epoch=s&db=\(Self.encoded(database))&q=\(Self.encoded(statements))"
        let result = try ask(wanted, body: [])
        guard result.status == 200 else { throw CannotAsk(description: String(decoding: result.body, as: UTF8.self)) }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(result.body))
        if let error = answer.results.lazy.compactMap(\.error).first { throw CannotAsk(description: error) }
        return answer.results.flatMap { $0.series ?? [] }
    }

    /// An answer of the server that is an error.
    public struct CannotAsk: Error, CustomStringConvertible {
        /// The server's words.
        public let description: String
    }

    private func ask(_ target: String, body: [UInt8]? = nil) throws -> CurlResult {
        var options = CurlOptions(timeout: 60, userAgent: "test")
        options.body = .whole(limit: 1 << 28)
        if let account { (options.user, options.password) = account }
        let curl = try CurlMulti(options)
        try curl.submit(url: Array("http://127.0.0.1:\(port)\(target)".utf8) + [0], body: body, tag: 0)
        while true {
            if let finished = try curl.perform(waitUpTo: .seconds(1)).first { return finished.result }
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private struct Answer: Decodable {
        struct Result: Decodable {
            let series: [Series]?
            let error: String?
        }
        let results: [Result]
    }

    /// Rows of a measurement.
    public struct Series: Decodable, Sendable {
        /// The measurement.
        public let name: String
        /// The values of the tags that were grouped by.
        public let tags: [String: String]?
        /// What the columns are called; the first is `time`, in seconds since 1970.
        public let columns: [String]
        /// The rows.
        public let values: [[Value]]
    }

    /// A value of a row.
    public enum Value: Decodable, Sendable, Hashable {
        case nothing
        case number(Double)
        case text(String)
        case flag(Bool)

        /// Takes JSON's null, number, string or boolean.
        public init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .nothing
            } else if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? value.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }

        /// The number, if it is one.
        public var number: Double? { if case .number(let number) = self { number } else { nil } }
        /// The text, if it is one.
        public var text: String? { if case .text(let text) = self { text } else { nil } }
    }
}
