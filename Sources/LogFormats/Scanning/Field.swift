/// What a field of a log line means. The notations, the column names of W3C logs and the keys of JSON logs are all
/// translated into these, so that one reader (``LineFields``) understands every format's values.
enum Field: Sendable, Equatable {
    case ignored
    /// The client's address, and what stands in for it where that is empty: the peer's, of a proxy perhaps.
    case address, peer
    /// `192.0.2.44:51234`, `2001:db8::1:51234`: the port is always there.
    case addressAndPort
    case forwardedFor, host
    case method, request, httpProtocol
    /// Path and query in one; both may come apart too, the query with or without its question mark.
    case target, path, query
    case status, bytes, bytesIn, bytesOut
    /// How long the request took, in units of which so many make a second.
    case duration(perSecond: Double)
    case referer, userAgent
    /// S3's `REST.GET.OBJECT`.
    case operation
    /// A whole time: `15/Jun/2024:13:35:07 +0100`, the same without a zone but with a fraction, RFC 3339's.
    case accessLogTime, zonelessTime, isoTime
    /// Seconds, milliseconds, microseconds since 1970.
    case epoch, epochMilliseconds, epochMicroseconds
    /// Any of the whole times, and one that counts only where there is no other.
    case anyTime, lesserTime
    /// `2024-06-15` and `13:35:07`, in fields of their own.
    case date, clock
    /// The pieces of a time that Apache was told how to write.
    case year, shortYear, month, monthName, day, hour, minute, second, zone

    var isTime: Bool {
        switch self {
        case .accessLogTime, .zonelessTime, .isoTime, .epoch, .epochMilliseconds, .epochMicroseconds, .anyTime,
            .lesserTime, .date, .clock, .year, .shortYear, .month, .monthName, .day, .hour, .minute, .second, .zone:
            true
        default: false
        }
    }

    /// Whether blanks may stand in it where nothing but the line's end comes after it.
    var mayHoldBlanks: Bool {
        switch self {
        case .request, .target, .path, .query, .referer, .userAgent, .forwardedFor, .isoTime, .anyTime: true
        default: false
        }
    }
}
