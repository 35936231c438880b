import PluginAPI
import Testing

/// A line of a format, with everything that is to be read of it.
struct Example: Sendable, CustomTestStringConvertible {
    /// What `format =` says.
    let format: String
    /// Lines that come before it (`#Fields:`).
    var before: [String] = []
    let line: String
    /// What `auto` says of it.
    let auto: String
    /// Address, X-Forwarded-For, host, time, method, target, protocol, status, bytes, bytes in, bytes out, referer, user
    /// agent.
    let fields: [String]

    var testDescription: String { "\(format): \(line.prefix(60))" }

    init(
        _ format: String, auto: String? = nil, before: [String] = [], _ line: String, ip: String = "192.0.2.44",
        forwardedFor: String = "", host: String = "", time: String = "2024-06-15T12:35:07Z", method: String = "GET",
        url: String, httpProtocol: String = "HTTP/1.1", status: Int = 200, bytes: Int = 1_048_576, bytesIn: Int = 0,
        bytesOut: Int = 0, referer: String = "", agent: String = "Mozilla/5.0 (X11)"
    ) {
        self.format = format
        self.auto = auto ?? format
        self.before = before
        self.line = line
        fields = [
            ip, forwardedFor, host, time, method, url, httpProtocol, String(status), String(bytes), String(bytesIn),
            String(bytesOut), referer, agent,
        ]
    }
}

/// All that is read of a line, in the order of ``Example/fields``.
func allFields(_ line: ParsedLine) -> [String] {
    [
        line.text(line.ip), line.text(line.forwardedFor), line.text(line.host), line.time.rfc3339,
        line.text(line.method), line.text(line.url), line.text(line.httpProtocol), String(line.status),
        String(line.bytes), String(line.bytesIn), String(line.bytesOut), line.text(line.referer),
        line.text(line.userAgent),
    ]
}

extension LineFormat {
    /// Reads a line that is given as text.
    func parse(_ line: String, id: String? = nil) throws -> ParsedLine? {
        try parse(LogMessage(service: "repo.example", line: Array(line.utf8), id: id))
    }
}
