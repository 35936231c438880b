/// Redis Sentinels, which watch a master with its replicas and promote one of them when the master fails.
public struct Sentinels: Sendable, Equatable {
    /// Where one of them listens.
    public struct Node: Sendable, Equatable, CustomStringConvertible {
        /// Its host name or address.
        public var host: String
        /// Its TCP port.
        public var port: Int

        /// One of them.
        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// `10.0.0.1:26379`.
        public var description: String { "\(host):\(port)" }
    }

    /// Where they listen, in the order in which they are asked.
    public var nodes: [Node]

    /// What they call the master.
    public var master: String

    /// The user for AUTH at the Sentinels; empty: the default user.
    public var username: String

    /// The password for AUTH at the Sentinels; empty: AUTH is not sent.
    public var password: String

    /// Sentinels that know a master.
    public init(_ nodes: [Node], master: String, username: String = "", password: String = "") {
        self.nodes = nodes
        self.master = master
        self.username = username
        self.password = password
    }

    /// The longest wait for one Sentinel, in seconds: the next one may know better.
    private static let patience = 1.0

    /// Finds the master now. A Sentinel is believed only if the server it names says itself that it is a master: one that
    /// was away may still name the old one, which has been demoted, or one that is being promoted and is not ready.
    /// - Parameter address: How to be let in there.
    /// - Returns: The address with the master's own endpoint.
    /// - Throws: ``RedisError`` of kind `unavailable`, with what each of them answered.
    func locateMaster(for address: RedisAddress) throws -> RedisAddress {
        var refusals: [String] = []
        var tried: [RedisAddress] = []
        for node in nodes {
            do {
                var candidate = address
                candidate.endpoint = try ask(node, timeout: address.timeout)
                guard !tried.contains(candidate) else { continue }
                tried.append(candidate)
                let role = try RedisConnection(candidate).run(RedisCommand("ROLE")).elements.first?.text
                if role == "master" { return candidate }
                refusals.append("redis \(candidate) is a \(role ?? "server without role") (sentinel \(node))")
            } catch let error as RedisError {
                refusals.append(error.description)
            }
        }
        throw RedisError.unavailable("redis \(address): " + refusals.joined(separator: "; "))
    }

    /// Asks one Sentinel where the master is.
    /// - Parameter timeout: The server's; a Sentinel gets no more than a second.
    /// - Throws: ``RedisError`` of kind `unavailable`.
    func ask(_ node: Node, timeout: Double) throws -> RedisAddress.Endpoint {
        let address = RedisAddress(
            endpoint: .tcp(host: node.host, port: node.port), username: username, password: password,
            timeout: min(timeout, Sentinels.patience))
        let question = RedisCommand("SENTINEL", "get-master-addr-by-name", master)
        let answer = try RedisConnection(address).run(question).elements
        guard let host = answer.first?.text, let port = answer.last?.integer else {
            throw RedisError.unavailable("sentinel \(node) knows no master '\(master)'")
        }
        return .tcp(host: host, port: port)
    }
}
