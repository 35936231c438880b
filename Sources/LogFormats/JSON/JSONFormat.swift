import PluginAPI

/// Logs with one JSON object per line: Caddy, Traefik, nginx.
struct JSONFormat: LineFormat {
    let name: String
    let keys: JSONKeys

    func parse(_ message: LogMessage) throws -> ParsedLine? {
        try message.scanned { scanner in
            var fields = LineFields(zone: .utc)
            scanner.skipBlanks()
            try scanner.object(keys, among: keys.all, depth: 0, into: &fields)
            scanner.skipBlanks()
            guard scanner.position == scanner.end else {
                throw scanner.malformed("end", at: scanner.position, "more than an object")
            }
            return try fields.line(of: message, scanner)
        }
    }
}
