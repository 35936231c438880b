import PluginAPI

/// nginx' log_format (https://nginx.org/en/docs/http/ngx_http_log_module.html). Variables that say nothing of a use are
/// passed over, whatever they are.
enum NginxNotation {
    /// Takes a format apart.
    /// - Throws: ``PluginError`` naming the place of a variable without a name.
    static func tokens(of format: String) throws -> [Token] {
        var rest = Array(format.utf8)[...]
        var tokens: [Token] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "$") else {
                tokens.append(.text([byte]))
                continue
            }
            let column = rest.startIndex
            let braced = rest.first == UInt8(ascii: "{")
            if braced { rest = rest.dropFirst() }
            let word = rest.prefix(while: isNameCharacter)
            rest = rest.dropFirst(word.count)
            guard !word.isEmpty, !braced || rest.popFirst() == UInt8(ascii: "}") else {
                throw PluginError.option("format", "'$' without a variable's name at column \(column)")
            }
            let name = String(decoding: word, as: UTF8.self)
            let meaning = field(name)
            tokens.append(.field(meaning, name: "$\(name)", width: meaning == .accessLogTime ? 26 : nil))
        }
        return tokens
    }

    /// What a variable means. ``LogFormats`` uses names of its own beside nginx' for logs of others: `$operation`.
    static func field(_ name: String) -> Field {
        switch name {
        case "remote_addr": .address
        case "realip_remote_addr": .peer
        case "proxy_add_x_forwarded_for", "http_x_forwarded_for": .forwardedFor
        case "time_local": .accessLogTime
        case "time_iso8601": .isoTime
        case "msec": .epoch
        case "request": .request
        case "request_method": .method
        case "request_uri": .target
        case "uri", "document_uri": .path
        case "args", "query_string": .query
        case "server_protocol": .httpProtocol
        case "status": .status
        case "body_bytes_sent", "bytes_sent": .bytes
        case "request_length": .bytesIn
        case "request_time": .duration(perSecond: 1)
        case "http_referer": .referer
        case "http_user_agent": .userAgent
        case "host", "http_host", "server_name": .host
        case "operation": .operation
        default: .ignored
        }
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
