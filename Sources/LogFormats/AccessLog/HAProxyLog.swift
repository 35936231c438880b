import PluginAPI

/// HAProxy's HTTP log, with or without what syslog puts before it (https://docs.haproxy.org/3.0/configuration.html#8.2.3).
/// Its times have no zone; its headers are only those that `capture request header` names, in that order.
struct HAProxyLog: LineFormat {
    let name = "haproxy"
    var zone = LogZone.machine
    /// What the captured request headers are.
    var captures: [Field] = []

    func parse(_ message: LogMessage) throws -> ParsedLine? {
        try message.scanned { scanner in
            var fields = LineFields(zone: zone)
            scanner.skipProcess()
            let client = try scanner.word("client")
            try fields.take(FieldText(range: client, coding: .plain), as: .addressAndPort, "client", scanner)
            try scanner.expect("[", before: "time")
            let time = scanner.position
            guard let bracket = scanner.find("]", in: time..<scanner.end) else {
                throw scanner.malformed("time", at: time, "no ']' after it")
            }
            try fields.take(FieldText(range: time..<bracket, coding: .plain), as: .zonelessTime, "time", scanner)
            scanner.position = bracket + 1
            try scanner.expect(" ", before: "frontend")
            for field in ["frontend", "backend", "timers"] { _ = try scanner.word(field) }
            try scanner.take(.status, "status", into: &fields)
            try scanner.take(.bytes, "bytes", into: &fields)
            for field in ["request cookie", "response cookie", "state", "connections", "queues"] {
                _ = try scanner.word(field)
            }
            try readCaptures(&scanner, &fields)
            // The last field may have been cut off by syslog; a request that was has no protocol.
            try fields.take(FieldText(scanner.quoted("request", mayBeCut: true)), as: .request, "request", scanner)
            try scanner.expectEndOrBlank()
            return try fields.line(of: message, scanner)
        }
    }

    /// `{USER AGENT|REFERER} {RESPONSE HEADER} `
    private func readCaptures(_ scanner: inout LineScanner, _ fields: inout LineFields) throws {
        var captures = captures[...]
        while scanner.position < scanner.end, scanner.bytes[scanner.position] == UInt8(ascii: "{") {
            let start = scanner.position + 1
            guard let close = scanner.closingBrace(start) else {
                throw scanner.malformed("captured headers", at: start, "no '}' after them")
            }
            var from = start
            while from <= close {
                let bar = scanner.find("|", in: from..<close) ?? close
                if let field = captures.popFirst() {
                    try fields.take(FieldText(range: from..<bar, coding: .plain), as: field, "captured header", scanner)
                }
                from = bar + 1
            }
            // The braces after the first ones hold headers of the answer.
            captures = []
            scanner.position = close + 1
            try scanner.expect(" ", before: "request")
        }
    }
}

extension LineScanner {
    /// Passes over `Jun 15 13:35:07 lb1 haproxy[2211]: `, if it is there.
    mutating func skipProcess() {
        var index = position
        while index + 2 < end, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "]"), bytes[index + 1] == UInt8(ascii: ":"),
                bytes[index + 2] == UInt8(ascii: " ")
            {
                position = index + 3
                return
            }
            index += 1
        }
    }

    /// The brace that ends captured headers: the request or the answer's headers follow it. A header may hold braces too.
    func closingBrace(_ start: Int) -> Int? {
        var from = start
        while let brace = find("}", in: from..<end) {
            if brace + 2 < end, bytes[brace + 1] == UInt8(ascii: " "),
                bytes[brace + 2] == UInt8(ascii: "\"") || bytes[brace + 2] == UInt8(ascii: "{")
            {
                return brace
            }
            from = brace + 1
        }
        return nil
    }

    /// Reads a word as a field.
    mutating func take(_ field: Field, _ name: String, into fields: inout LineFields) throws {
        try fields.take(FieldText(range: try word(name), coding: .plain), as: field, name, self)
    }
}
