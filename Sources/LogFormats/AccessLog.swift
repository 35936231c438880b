import PluginAPI

/// The line that Apache, nginx, lighttpd and Tomcat write, with or without something before it
/// (usage-protocols.md, sections 8.1 to 8.6 and 8.14):
///
///     ADDRESS IDENT USER [15/Jun/2024:13:35:07 +0100] "GET /a HTTP/1.1" 200 1048576 "REFERER" "USER AGENT" …
///
/// Fields after those that the format has are let pass: lighttpd, Traefik and OVH append some.
struct AccessLog: LineFormat {
    /// What stands before the client's address.
    enum Prefix {
        case none
        /// `eprints.example.ac.uk:443 `
        case virtualHost
        /// `2009-04-01 01:14:28,301,301 INFO  [wsgi] `: Python's logging module.
        case logger
    }

    let name: String
    let prefix: Prefix
    /// Whether referer and user agent follow the size.
    let hasHeaders: Bool

    /// Longer lines are not taken apart: no client sends such a request and gets an answer.
    static let longestLine = 65_536

    func parse(_ message: LogMessage) throws -> ParsedLine? {
        guard message.line.count <= Self.longestLine else {
            throw PluginError.malformed("line: \(message.line.count) bytes, more than \(Self.longestLine)")
        }
        return try message.line.withUnsafeBufferPointer { bytes in
            var scanner = LineScanner(bytes)
            guard scanner.skipToContent() else { return nil }
            return try parse(&scanner, message)
        }
    }

    private func parse(_ scanner: inout LineScanner, _ message: LogMessage) throws -> ParsedLine {
        let loggerTime = try readPrefix(&scanner)
        let address = try scanner.client()
        let time = try scanner.time()
        try scanner.expect(" ", before: "request")
        let request = try scanner.quoted("request")
        try scanner.expect(" ", before: "status")
        let status = try scanner.number("status")
        try scanner.expect(" ", before: "bytes")
        let size = try scanner.number("bytes")
        var referer = QuotedField.none
        var userAgent = QuotedField.none
        if hasHeaders {
            try scanner.expect(" ", before: "referer")
            referer = try scanner.quoted("referer")
            try scanner.expect(" ", before: "user agent")
            // A last field that was cut off (a full disk, a size limit of the logger) still tells what was used.
            userAgent = try scanner.quoted("user agent", mayBeCut: true)
        }
        try scanner.expectEndOrBlank()

        var line = ParsedLine(service: message.service, storage: message.line, time: time)
        line.loggerTime = loggerTime
        line.ip = address
        line.status = status
        line.bytes = size
        line.setRequest(request.unescaped(in: &line.storage))
        line.referer = referer.unescaped(in: &line.storage)
        line.userAgent = userAgent.unescaped(in: &line.storage)
        line.dropDashes()
        return line
    }

    private func readPrefix(_ scanner: inout LineScanner) throws -> String? {
        switch prefix {
        case .none: return nil
        case .virtualHost:
            _ = try scanner.word("virtual host")
            return nil
        case .logger: return try scanner.loggerPrefix()
        }
    }
}
