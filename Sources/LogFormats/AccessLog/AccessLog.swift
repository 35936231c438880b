import PluginAPI

/// The line that Apache, nginx, lighttpd and Tomcat write, with or without something before and after it
/// (usage-protocols.md, sections 8.1 to 8.6, 8.11, 8.13 and 8.14):
///
///     ADDRESS IDENT USER [15/Jun/2024:13:35:07 +0100] "GET /a HTTP/1.1" 200 1048576 "REFERER" "USER AGENT" …
///
/// Fields after those that the format has are let pass: some servers append more than their manuals say.
struct AccessLog: LineFormat {
    /// What stands before the client's address.
    enum Prefix {
        case none
        /// `eprints.example.ac.uk:443 `
        case virtualHost
        /// `2009-04-01 01:14:28,301,301 INFO  [wsgi] `: Python's logging module.
        case logger
        /// `Jun 15 13:35:07 web1 httpd[2211]: `: whatever ends with `: `.
        case syslog
    }

    /// Whether referer and user agent follow the size.
    enum Headers {
        case never, always
        /// Where anything follows (Tomcat's `common` and `combined` in one).
        case perhaps
    }

    let name: String
    var prefix = Prefix.none
    var headers = Headers.always
    /// What follows the user agent.
    var tail = Tail.anything
    /// Whether the second field is the virtual host (lighttpd), not RFC 1413's answer.
    var identIsHost = false

    /// Longer lines are not taken apart: no client sends such a request and gets an answer.
    static let longestLine = 65_536

    func parse(_ message: LogMessage) throws -> ParsedLine? {
        try message.scanned { scanner in try parse(&scanner, message) }
    }

    @inline(__always)
    private func parse(_ scanner: inout LineScanner, _ message: LogMessage) throws -> ParsedLine {
        let before = try readPrefix(&scanner)
        let client = try scanner.client()
        let time = try scanner.time()
        try scanner.expect(" ", before: "request")
        let request = try scanner.quoted("request")
        try scanner.expect(" ", before: "status")
        let status = try scanner.number("status")
        try scanner.expect(" ", before: "bytes")
        let size = try scanner.number("bytes")
        var referer = QuotedField.none
        var userAgent = QuotedField.none
        if hasHeaders(scanner) {
            try scanner.expect(" ", before: "referer")
            referer = try scanner.quoted("referer")
            try scanner.expect(" ", before: "user agent")
            // A last field that was cut off (a full disk, a size limit of the logger) still tells what was used.
            userAgent = try scanner.quoted("user agent", mayBeCut: tail == .anything)
        }

        var line = ParsedLine(service: message.service, storage: message.line, time: time)
        line.host = identIsHost ? client.ident : before.host
        if tail == .anything {
            try scanner.expectEndOrBlank()
        } else {
            try scanner.read(tail, into: &line)
        }
        line.loggerTime = before.time
        line.ip = client.address
        if client.isList { line.forwardedFor = client.address }
        line.status = status
        line.bytes = size
        line.setRequest(request.unescaped(in: &line.storage))
        line.referer = referer.unescaped(in: &line.storage)
        line.userAgent = userAgent.unescaped(in: &line.storage)
        line.dropDashes()
        return line
    }

    private func hasHeaders(_ scanner: LineScanner) -> Bool {
        switch headers {
        case .never: false
        case .always: true
        case .perhaps: scanner.position < scanner.end
        }
    }

    private func readPrefix(_ scanner: inout LineScanner) throws -> (time: String?, host: Range<Int>) {
        switch prefix {
        case .none: return (nil, 0..<0)
        case .virtualHost: return (nil, try scanner.word("virtual host"))
        case .logger: return (try scanner.loggerPrefix(), 0..<0)
        case .syslog:
            try scanner.syslogPrefix()
            return (nil, 0..<0)
        }
    }
}

extension LogMessage {
    /// Runs a reader over the line, unless there is nothing but a comment in it.
    /// - Throws: What the reader throws; ``PluginError`` for a line that is too long.
    @inline(__always)
    func scanned(_ read: (inout LineScanner) throws -> ParsedLine?) throws -> ParsedLine? {
        guard line.count <= AccessLog.longestLine else {
            throw PluginError.malformed("line: \(line.count) bytes, more than \(AccessLog.longestLine)")
        }
        return try line.withUnsafeBufferPointer { bytes in
            var scanner = LineScanner(bytes)
            guard scanner.skipToContent() else { return nil }
            return try read(&scanner)
        }
    }
}
