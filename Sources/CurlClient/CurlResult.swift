/// What became of one request.
public struct CurlResult: Sendable, Equatable {
    /// The answer's status; 0 when there was none.
    public var status = 0

    /// The answer's body, or as much of it as ``CurlOptions/body`` keeps.
    public var body: [UInt8] = []

    /// How long the answer's Retry-After header asks to wait, in seconds; nil when it does not.
    public var retryAfter: Int?

    /// What went wrong on the way; nil when the answer arrived whole, whatever its status.
    public var failure: CurlFailure?

    /// How long it took from when the request was sent, in seconds: until the answer was complete, or given up. Nil when it was
    /// not sent.
    public var seconds: Double?

    /// A request of which nothing is known yet.
    public init() {}
}

/// Why a request got no whole answer.
public struct CurlFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as far as it makes a difference.
    public enum Kind: Sendable, Equatable {
        /// The host's name, or the proxy's, has no address.
        case resolve
        /// No connection: refused, no route, or another answer of the network.
        case connect
        /// No connection in time.
        case connectTimeout
        /// The TLS handshake failed, or the certificate is not to be trusted.
        case tls
        /// The proxy did not open the way.
        case proxy
        /// The request was sent, but the answer took too long.
        case timeout
        /// The connection ended before the answer did.
        case reset
        /// What came is not HTTP.
        case garbled
        /// The body is longer than ``CurlOptions/Body/whole(limit:)`` allows.
        case tooLong
        /// Anything else libcurl reports.
        case other
    }

    /// What went wrong.
    public var kind: Kind

    /// What went wrong, in libcurl's words or the system's.
    public var text: String

    /// Whether the request had been sent by then, so that the server may have acted on it.
    public var sent: Bool

    /// A failure.
    public init(kind: Kind, text: String, sent: Bool) {
        self.kind = kind
        self.text = text
        self.sent = sent
    }

    /// One line.
    public var description: String { text }
}
