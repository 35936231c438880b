import FoundationEssentials
import Glibc
import TestKit
import Testing

/// `loglines tracker` on a port of its own, which it keeps when it is stopped and started again.
final class TrackerProcess {
    let port: Int
    private let directory: TemporaryDirectory
    private var process: ChildProcess?

    /// Starts it and waits until it listens.
    /// - Parameter directory: Where it keeps its log.
    init(_ directory: TemporaryDirectory, _ options: [String] = []) throws {
        self.directory = directory
        (process, port) = try TrackerProcess.launch(directory, port: 0, options)
    }

    var url: String { "http://127.0.0.1:\(port)/tracker/" }

    func stop() {
        process?.end(SIGTERM)
        process = nil
    }

    /// Starts it again, on the same port.
    func start(_ options: [String] = []) throws {
        process = try TrackerProcess.launch(directory, port: port, options).0
    }

    /// The OpenURLs that it accepted, oldest first.
    var accepted: [[String: String]] {
        (directory.read("tracker.log") ?? "").split(separator: "\n").map { OpenURLText.pairs(String($0)) }
    }

    /// How many requests it refused with 400.
    var refused: Int {
        get throws {
            let answer = shell("curl -sS http://127.0.0.1:\(port)/-/status", in: directory)
            return try JSONDecoder().decode(Counts.self, from: Data(answer.output.utf8)).refused
        }
    }

    private struct Counts: Decodable {
        let refused: Int
    }

    private static func launch(
        _ directory: TemporaryDirectory, port: Int, _ options: [String]
    ) throws -> (ChildProcess, Int) {
        unlink(directory.file("tracker.out"))
        let process = try ChildProcess(
            try builtProgram("loglines"),
            ["tracker", "--listen", "127.0.0.1:\(port)", "--log", directory.file("tracker.log")] + options,
            output: directory.file("tracker.out"))
        var listening: Int?
        try eventually("the tracker listens") {
            let text = directory.read("tracker.out")?.split(separator: "http://127.0.0.1:").dropFirst().first
            listening = text.flatMap { Int($0.prefix(while: \.isNumber)) }
            return listening != nil
        }
        return (process, try #require(listening))
    }
}

/// OpenURLs as the tracker logs them.
enum OpenURLText {
    /// The keys of a query with their values, decoded.
    static func pairs(_ query: String) -> [String: String] {
        let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(decoded) }
        return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? byte)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
