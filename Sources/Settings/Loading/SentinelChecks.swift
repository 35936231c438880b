extension SectionReader {
    /// Notes keys of a Redis that do not go together: a server is named by Sentinels, or it has an address.
    mutating func checkSentinels(_ settings: RedisSettings) {
        if has("sentinels") {
            if !settings.sentinels.isEmpty, settings.master.isEmpty {
                problem("sentinels", "needs master = NAME: what the Sentinels call the server")
            }
            for key in ["host", "port"] where has(key) { problem(key, "is named by the Sentinels; remove this line") }
            if !settings.unixsocket.isEmpty { problem("unixsocket", "is of no use with sentinels; remove this line") }
        } else {
            for key in ["master", "sentinel_username", "sentinel_password"] where has(key) {
                problem(key, "is of no use without sentinels = HOST:PORT, …")
            }
        }
    }
}
