package import RedisClient
package import Settings

extension RedisAddress {
    /// The server of a `[redis]` section.
    package init(_ settings: RedisSettings) {
        self.init(
            endpoint: Endpoint(settings), username: settings.username, password: settings.password,
            database: settings.db, timeout: settings.timeout, minReplicas: settings.minReplicas)
    }
}

extension RedisAddress.Endpoint {
    fileprivate init(_ settings: RedisSettings) {
        if !settings.sentinels.isEmpty {
            let nodes = settings.sentinels.map { Sentinels.Node(host: $0.host, port: $0.port) }
            self = .master(
                Sentinels(
                    nodes, master: settings.master, username: settings.sentinelUsername,
                    password: settings.sentinelPassword))
        } else if !settings.unixsocket.isEmpty {
            self = .unix(path: settings.unixsocket)
        } else {
            self = .tcp(host: settings.host, port: settings.port)
        }
    }
}
