import Glibc
public import Logging

/// Writes log events to stdout, one line each, as people read them:
/// `2026-11-21T10:19:02Z warning pirus2_0: Redis is away reason=Connection refused`.
///
/// Control characters are written as escapes, so that a line of the log cannot be forged by what was logged.
public struct PlainLogHandler: LogHandler {
    /// The least level that is written.
    public var logLevel: Logger.Level = .info

    /// Values added to every event.
    public var metadata: Logger.Metadata = [:]

    private let label: String

    /// A handler for one worker.
    /// - Parameter label: The worker's name.
    public init(label: String) {
        self.label = label
    }

    /// One of the values added to every event.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event.
    public func log(event: LogEvent) {
        let values = metadata.merging(event.metadata ?? [:]) { $1 }
        var line = "\(PlainLogHandler.now()) \(event.level) \(label): \(event.message)"
        for (key, value) in values.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(value)" }
        var bytes = Array(line.escapingControls.utf8) + [10]
        bytes.withUnsafeMutableBytes { buffer in
            // A log that cannot be written has nobody left to tell.
            _ = write(1, buffer.baseAddress, buffer.count)
        }
    }

    private static func now() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
            _ = strftime(buffer.baseAddress, 32, "%Y-%m-%dT%H:%M:%SZ", &parts)
            return buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }
}

extension String {
    /// The text with control characters written as `\u{…}` escapes, safe to show in a terminal.
    public var escapingControls: String { escapingControls(except: []) }

    /// The same, with some of them left as they are.
    public func escapingControls(except kept: Set<Unicode.Scalar>) -> String {
        guard unicodeScalars.contains(where: { $0.isControl && !kept.contains($0) }) else { return self }
        return unicodeScalars.reduce(into: "") { result, scalar in
            if scalar.isControl, !kept.contains(scalar) {
                result += scalar.escaped(asASCII: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it steers a terminal, or turns or hides the text around it.
    fileprivate var isControl: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
