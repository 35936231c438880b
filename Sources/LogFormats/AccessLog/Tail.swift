import PluginAPI

/// What an access log's line has after the user agent.
enum Tail {
    /// Nothing, or what the format does not know.
    case anything
    /// `"203.0.113.9, 10.0.0.1"`: X-Forwarded-For.
    case forwardedFor
    /// `512 4608`: bytes in and out, as Narcissus wants them of lighttpd.
    case counters
    /// `1807`: the seconds that an Icecast listener stayed.
    case seconds
    /// `42 "repo@docker" "http://172.18.0.3:80" 31ms`: Traefik's count, router, server and duration.
    case router
    /// `eprints.example.ac.uk`: the virtual host, as OVH writes it.
    case host
}

extension LineScanner {
    /// Reads what follows the user agent.
    mutating func read(_ tail: Tail, into line: inout ParsedLine) throws {
        switch tail {
        case .anything: break
        case .forwardedFor:
            try expect(" ", before: "X-Forwarded-For")
            let list = try quoted("X-Forwarded-For", mayBeCut: true).range
            try requireAddress("X-Forwarded-For", in: list)
            line.forwardedFor = list
        case .counters:
            try expect(" ", before: "bytes in")
            line.bytesIn = try number("bytes in")
            try expect(" ", before: "bytes out")
            line.bytesOut = try number("bytes out")
        case .seconds:
            try expect(" ", before: "seconds")
            _ = try number("seconds")
        case .router:
            try expect(" ", before: "request count")
            _ = try number("request count")
            try expect(" ", before: "router")
            _ = try quoted("router")
            try expect(" ", before: "server")
            _ = try quoted("server")
            try expect(" ", before: "duration")
            _ = try number("duration")
            try expect("m", before: "duration's unit")
            try expect("s", before: "duration's unit")
        case .host:
            try expect(" ", before: "virtual host")
            let start = position
            while position < end, bytes[position] != UInt8(ascii: " ") { position += 1 }
            guard position > start else { throw malformed("virtual host", at: start, "missing") }
            line.host = start..<position
        }
        try expectEndOrBlank()
    }

    /// `Jun 15 13:35:07 web1 httpd[2211]: `: up to the first colon with a blank after it.
    mutating func syslogPrefix() throws {
        var index = position
        while index + 1 < end {
            if bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == UInt8(ascii: " ") {
                position = index + 2
                return
            }
            index += 1
        }
        throw malformed("syslog's prefix", at: position, "no ': ' after it")
    }
}
