public import RedisClient

/// A master with two replicas, watched by three Sentinels, on the loopback interface; all killed with the value's last
/// user. The servers keep an append-only file, synchronised every second.
public final class SentinelCluster {
    /// The servers. Whichever is killed and started again comes up as what it was at first.
    public let servers: [RedisServer]

    /// The Sentinels.
    public let sentinels: [RedisSentinel]

    /// How clients reach the master.
    public let address: RedisAddress

    /// Starts everything, and waits until all know each other.
    /// - Throws: When something does not come up.
    public init() throws {
        let ports = (1...3).map { _ in freeServerPort() }
        let options = ["--bind", "127.0.0.1", "--appendonly", "yes", "--repl-diskless-sync-delay", "0"]
        servers = try ports.enumerated().map { number, port in
            let role = number == 0 ? [] : ["--replicaof", "127.0.0.1", String(ports[0])]
            return try RedisServer(port: port, options: options + role)
        }
        // A Sentinel that meets a master without replicas looks for them again only after ten seconds.
        for replica in servers.dropFirst() {
            try eventually("the replica is in step") { try replica.role() == ["slave", "connected"] }
        }
        sentinels = try (1...3).map { _ in try RedisSentinel(watching: ports[0], quorum: 2) }
        let nodes = sentinels.map(\.node)
        address = RedisAddress(endpoint: .master(Sentinels(nodes, master: RedisSentinel.master)), timeout: 2)
        for sentinel in sentinels {
            try eventually("the Sentinels know each other and the servers", within: 60) {
                let state = try sentinel.masterState()
                return state["num-slaves"] == "2" && state["num-other-sentinels"] == "2" && state["flags"] == "master"
            }
        }
    }

    /// The server that is the master, when the Sentinels agree on one and it says so too.
    public func master() throws -> RedisServer? {
        let ports = try Set(sentinels.map { try $0.masterState()["port"] ?? "" })
        guard ports.count == 1, let server = servers.first(where: { ports == [String($0.port)] }), server.isRunning
        else { return nil }
        return try server.role() == ["master"] ? server : nil
    }
}

extension RedisServer {
    /// What it says it is: `["master"]`, or `["slave", STATE]` with the state of its link to the master.
    public func role() throws -> [String] {
        let answer = try run("ROLE").elements
        let role = answer.first?.text ?? ""
        return role == "slave" ? [role, answer.dropFirst(3).first?.text ?? ""] : [role]
    }
}
