/// What all requests of one ``CurlMulti`` have in common.
public struct CurlOptions: Sendable, Equatable {
    /// The longest a connection may take to make, whatever `timeout` says, in seconds: name look-up and TLS included.
    public static let longestConnect = 10.0

    /// Seconds that one request may take, from its start to the end of the answer.
    public var timeout: Double

    /// What the User-Agent header says.
    public var userAgent: String

    /// Header lines that every request has besides (`Authorization: Token …`).
    public var headers: [String] = []

    /// Who asks, for Basic authentication; empty: nobody says.
    public var user = ""

    /// The user's password.
    public var password = ""

    /// A proxy's address; empty: none, also when the environment names one.
    public var proxy = ""

    /// A file with the certificates to trust; empty: the system's.
    public var caFile = ""

    /// What is kept of an answer's body.
    public enum Body: Sendable, Equatable {
        /// Its first 512 bytes, enough for a reason; the rest is read and dropped.
        case head
        /// All of it; one of more bytes is a failure.
        case whole(limit: Int)
    }

    /// What is kept of an answer's body.
    public var body = Body.head

    /// How many redirections of one request are followed, to http and https only.
    public var redirects = 0

    /// Descriptors that end a wait when they can be read (a signal's, say). Whoever owns them reads them.
    public var wakeDescriptors: [Int32] = []

    /// Requests that give up after `timeout` seconds.
    public init(timeout: Double, userAgent: String) {
        self.timeout = timeout
        self.userAgent = userAgent
    }
}
