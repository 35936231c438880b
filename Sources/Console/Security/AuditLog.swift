import FoundationEssentials
import Glibc
public import Logging
import PluginAPI
import Synchronization

/// Who did what, and when: one JSON object per line, appended to `logs/console-audit.log`.
public final class AuditLog: Sendable {
    /// One action.
    struct Entry: Codable {
        let when: String
        let who: String
        let address: String
        let action: String
        let target: String
        let result: String
    }

    private let path: String
    private let log: Logger
    private let lock = Mutex<Void>(())

    /// A log at a path; its folder is there.
    /// - Parameter log: Gets what happened after an action had begun and cannot be noted.
    public init(path: String, log: Logger) {
        self.path = path
        self.log = log
    }

    /// Notes an action.
    /// - Parameters:
    ///   - who: The name, or what was given for one.
    ///   - address: The client's.
    ///   - action: `login`, `stop`, `retry` …
    ///   - target: What it was done to.
    ///   - result: `done`, or why not.
    /// - Throws: ``ConsoleError`` when it cannot be written: what cannot be noted must not be done.
    public func note(who: String, address: String, action: String, target: String, result: String) throws {
        let entry = Entry(
            when: UTCTime(secondsSince1970: Int64(time(nil))).rfc3339, who: Self.plain(who),
            address: Self.plain(address), action: Self.plain(action), target: Self.plain(target),
            result: Self.plain(result))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var line = Array(try encoder.encode(entry))
        line.append(UInt8(ascii: "\n"))
        try lock.withLock { _ in
            let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
            guard descriptor >= 0 else { throw ConsoleError("\(path): \(String(cString: strerror(errno)))") }
            defer { close(descriptor) }
            guard write(descriptor, line, line.count) == line.count else {
                throw ConsoleError("\(path): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// A text without what a terminal or an editor takes for commands, line ends or a change of direction. What JSON escapes
    /// stays.
    private static func plain(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x7F }) else { return text }
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: plain.append("\u{FFFD}")
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// Notes what became of an action that has been noted as begun: too late to refuse it.
    func noteEnd(who: String, address: String, action: String, target: String, result: String) {
        do {
            try note(who: who, address: address, action: action, target: target, result: result)
        } catch {
            log.error(
                "The audit log cannot be written",
                metadata: ["reason": "\(error)", "action": "\(action)", "target": "\(target)", "result": "\(result)"])
        }
    }
}
