/// What all requests of one ``CurlMulti`` have in common.
public struct CurlOptions: Sendable, Equatable {
    /// The longest a connection may take to make, whatever `timeout` says, in seconds: name look-up and TLS included.
    public static let longestConnect = 10.0

    /// Seconds that one request may take, from its start to the end of the answer.
    public var timeout: Double

    /// What the User-Agent header says.
    public var userAgent: String

    /// A proxy's address; empty: none, also when the environment names one.
    public var proxy = ""

    /// A file with the certificates to trust; empty: the system's.
    public var caFile = ""

    /// Descriptors that end a wait when they can be read (a signal's, say). Whoever owns them reads them.
    public var wakeDescriptors: [Int32] = []

    /// Requests that give up after `timeout` seconds.
    public init(timeout: Double, userAgent: String) {
        self.timeout = timeout
        self.userAgent = userAgent
    }
}
