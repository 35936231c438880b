import PluginAPI

/// The columns of a W3C extended log (https://www.w3.org/TR/WD-logfile.html), as a `#Fields:` line or the configuration
/// names them.
struct ColumnNames: Sendable, Equatable {
    /// Whose columns they look like, and so how user agents are written.
    enum Origin: String {
        case iis, netscaler, cloudfront, shoutcast, w3c
    }

    let names: [String]
    let fields: [Field]
    let origin: Origin
    /// How user agents are written: a blank as `+`, or as `%20`.
    let userAgentCoding: FieldText.Coding

    /// Columns by their names.
    init(_ names: [String]) {
        self.names = names
        let lowercased = Set(names.map { $0.lowercased() })
        origin =
            if lowercased.contains(where: { $0.hasPrefix("x-edge-") }) {
                .cloudfront
            } else if lowercased.contains("avgbandwidth") {
                .shoutcast
            } else if lowercased.contains("sc-servicename") {
                .netscaler
            } else if lowercased.contains("sc-substatus") || lowercased.contains("sc-win32-status") {
                .iis
            } else {
                .w3c
            }
        let timeTaken = Self.timeTaken(by: origin)
        fields = names.map { $0.lowercased() == "time-taken" ? timeTaken : Self.field($0) }
        userAgentCoding = origin == .cloudfront || origin == .shoutcast ? .percent : .plus
    }

    /// Columns by their names in one text, with blanks or tabs between them; a `#Fields:` before them is let go.
    init(_ text: String) {
        var words = text.split { $0 == " " || $0 == "\t" || $0 == "," }.map(String.init)
        if words.first?.lowercased() == "#fields:" { words.removeFirst() }
        self.init(words)
    }

    static func == (left: ColumnNames, right: ColumnNames) -> Bool { left.names == right.names }

    /// The columns that a server logs when nobody told it otherwise.
    static func usual(_ origin: Origin) -> ColumnNames {
        switch origin {
        case .iis, .w3c:
            ColumnNames(
                "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"
            )
        case .netscaler:
            ColumnNames(
                "date time c-ip cs-username sc-servicename s-ip s-port cs-method cs-uri-stem cs-uri-query sc-status cs-bytes sc-bytes time-taken cs-version cs(User-Agent) cs(Cookie) cs(Referer)"
            )
        case .cloudfront:
            ColumnNames(
                "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end"
            )
        case .shoutcast:
            ColumnNames(
                "c-ip c-dns date time cs-uri-stem c-status cs(User-Agent) sc-bytes x-duration avgbandwidth")
        }
    }

    /// Whether time, address and target are among the columns.
    var areEnough: Bool {
        fields.contains(where: \.isTime) && fields.contains { $0 == .target || $0 == .path }
            && fields.contains { $0 == .address || $0 == .forwardedFor }
    }

    /// What `time-taken` is in: the draft says seconds, IIS writes milliseconds. Where it is not known who wrote it, it tells
    /// nothing.
    private static func timeTaken(by origin: Origin) -> Field {
        switch origin {
        case .iis: .duration(perSecond: 1_000)
        case .cloudfront: .duration(perSecond: 1)
        case .netscaler, .shoutcast, .w3c: .ignored
        }
    }

    private static func field(_ name: String) -> Field {
        switch name.lowercased() {
        case "date": .date
        case "time": .clock
        case "timestamp": .anyTime
        case "c-ip": .address
        case "x-forwarded-for", "cs(x-forwarded-for)", "x-xff": .forwardedFor
        case "cs-method": .method
        case "cs-uri": .target
        case "cs-uri-stem": .path
        case "cs-uri-query": .query
        case "sc-status", "c-status": .status
        case "sc-bytes": .bytes
        case "cs-bytes": .bytesIn
        case "cs(user-agent)": .userAgent
        case "cs(referer)", "cs(referrer)": .referer
        case "cs-host", "cs(host)", "x-host-header": .host
        case "cs-version", "cs-protocol-version": .httpProtocol
        default: .ignored
        }
    }
}
