/// Something wrong in the configuration, and where. Holds no secrets.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// Nothing starts.
        case error
        /// Everything starts, but perhaps not as meant.
        case warning
    }

    /// How bad it is.
    public var severity: Severity
    /// The file, relative to the configuration's directory where it lies below it.
    public var file: String
    /// The line, counted from 1; nil when it is about the whole file.
    public var line: Int?
    /// The section, where there is one.
    public var section: String?
    /// The key, where there is one.
    public var key: String?
    /// What is wrong, and the nearest right thing.
    public var message: String

    /// A problem.
    public init(
        _ severity: Severity = .error, file: String, line: Int? = nil, section: String? = nil, key: String? = nil,
        _ message: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.section = section
        self.key = key
        self.message = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// A problem at a place.
    public init(
        _ severity: Severity = .error, at origin: Origin, section: String, key: String? = nil, _ message: String
    ) {
        self.init(severity, file: origin.file, line: origin.line, section: section, key: key, message)
    }

    /// `loglines.cfg:12: [worker_pirus2] enpoint_url: unknown key; nearest: endpoint_url`.
    public var description: String {
        var text = line.map { "\(file):\($0): " } ?? "\(file): "
        if severity == .warning { text += "warning: " }
        if let section { text += "[\(section)] " }
        if let key { text += "\(key): " }
        return text + message
    }
}
