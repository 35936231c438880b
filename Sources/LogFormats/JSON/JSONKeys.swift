/// Which keys of a JSON log mean what. A key within an object within the object is `request.headers.User-Agent`.
struct JSONKeys: Sendable {
    struct Key: Sendable {
        let name: String
        let path: [[UInt8]]
        let field: Field
    }

    let keys: [Key]

    /// - Parameter keys: At most 64, the number of bits of the sets that the scanner uses.
    init(_ keys: KeyValuePairs<String, Field>) {
        self.keys = keys.prefix(64).map { name, field in
            Key(name: name, path: name.split(separator: ".").map { Array($0.utf8) }, field: field)
        }
    }

    /// All keys, as a set of bits.
    var all: UInt64 { keys.count == 64 ? .max : 1 << UInt64(keys.count) - 1 }

    /// Caddy (https://caddyserver.com/docs/caddyfile/directives/log).
    static let caddy = JSONKeys([
        "ts": .anyTime, "request.client_ip": .address, "request.remote_ip": .peer, "request.remote_addr": .peer,
        "request.proto": .httpProtocol, "request.method": .method, "request.host": .host, "request.uri": .target,
        "request.headers.User-Agent": .userAgent, "request.headers.Referer": .referer,
        "request.headers.X-Forwarded-For": .forwardedFor, "bytes_read": .bytesIn, "size": .bytes, "status": .status,
        "duration": .duration(perSecond: 1),
    ])

    /// Traefik (https://doc.traefik.io/traefik/observability/access-logs/).
    static let traefik = JSONKeys([
        "StartUTC": .anyTime, "time": .lesserTime, "ClientHost": .address,
        "RequestMethod": .method, "RequestPath": .target, "RequestProtocol": .httpProtocol, "RequestHost": .host,
        "DownstreamStatus": .status, "DownstreamContentSize": .bytes, "Duration": .duration(perSecond: 1e9),
        "request_User-Agent": .userAgent,
        "request_Referer": .referer, "request_X-Forwarded-For": .forwardedFor,
    ])

    /// nginx with a log_format that writes JSON: Matomo's names (usage-protocols.md, section 8.12), and nginx' own.
    static let nginx = JSONKeys([
        "date": .anyTime, "time_iso8601": .anyTime, "time_local": .anyTime, "time": .anyTime, "@timestamp": .anyTime,
        "timestamp": .anyTime, "msec": .anyTime, "ip": .address, "remote_addr": .address, "client_ip": .address,
        "http_x_forwarded_for": .forwardedFor, "x_forwarded_for": .forwardedFor, "host": .host, "http_host": .host,
        "request": .request, "method": .method, "request_method": .method, "path": .path, "request_uri": .target,
        "uri": .path, "query_string": .query, "args": .query, "protocol": .httpProtocol,
        "server_protocol": .httpProtocol, "status": .status, "length": .bytes, "body_bytes_sent": .bytes,
        "bytes_sent": .bytes, "request_length": .bytesIn, "request_time": .duration(perSecond: 1), "referrer": .referer,
        "referer": .referer,
        "http_referer": .referer, "http_referrer": .referer, "user_agent": .userAgent, "http_user_agent": .userAgent,
    ])
}
