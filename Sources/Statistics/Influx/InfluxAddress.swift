import PluginAPI

/// Where an InfluxDB database or bucket is, and how to be let in.
///
/// `influxdb://[USER:PASSWORD@]HOST[:PORT]/DATABASE[?rp=POLICY]` is a database of InfluxDB 1.x,
/// `influxdb://:TOKEN@HOST[:PORT]/BUCKET?org=ORG` a bucket of 2.x, `influxdbs://` either over TLS. What stands for itself in no
/// address is percent-encoded.
struct InfluxAddress: Sendable, Equatable {
    /// `influxdb://HOST:PORT/DATABASE`, without secrets.
    let description: String

    /// Where lines are posted: `/write` of 1.x, `/api/v2/write` of 2.x.
    let writeURL: String

    /// A user of 1.x; empty: nobody.
    let user: String

    /// The user's password.
    let password: String

    /// A token of 2.x; nil: it is 1.x.
    let token: String?

    /// Reads an address.
    /// - Throws: ``StoreError`` with what is wrong with it, without repeating it.
    init(uri: String) throws(StoreError) {
        let parts = try Parts(uri)
        let account =
            parts.account.map { $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) } ?? []
        let name = try Self.decoded(account.first ?? "")
        let secret = try Self.decoded(account.count > 1 ? account[1] : "")
        let server = "\(parts.host):\(parts.port)"
        var url = "\(parts.isSecure ? "https" : "http")://\(server)"
        let database = PercentEncoding.encoded(try Self.decoded(parts.database))
        if let org = parts.options["org"] {
            guard name.isEmpty, !secret.isEmpty else {
                throw .address("?org= is of InfluxDB 2.x, which wants :TOKEN@ before the host")
            }
            guard parts.options["rp"] == nil else { throw .address("?rp= is of InfluxDB 1.x, ?org= of 2.x") }
            (user, password, token) = ("", "", secret)
            url += "/api/v2/write?org=\(PercentEncoding.encoded(try Self.decoded(org)))&bucket=\(database)"
        } else {
            guard !name.isEmpty || secret.isEmpty else {
                throw .address("a token is of InfluxDB 2.x, which wants ?org=ORG behind the bucket")
            }
            (user, password, token) = (name, secret, nil)
            url += "/write?db=\(database)"
            if let policy = parts.options["rp"] { url += "&rp=\(PercentEncoding.encoded(try Self.decoded(policy)))" }
        }
        writeURL = url + "&precision=ns"
        description = "\(parts.isSecure ? "influxdbs" : "influxdb")://\(server)/\(parts.database)"
    }

    /// A piece without its percent-encoding. Control characters have no place in a request.
    private static func decoded(_ piece: Substring) throws(StoreError) -> String {
        let text = PercentEncoding.decodedOnce(Array(piece.utf8)[...])
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            throw .address("a control character has no place in it")
        }
        return text
    }
}

extension InfluxAddress {
    /// The pieces of an address, as they are written.
    private struct Parts {
        let isSecure: Bool
        let account: Substring?
        let host: Substring
        let port: Int
        let database: Substring
        let options: [Substring: Substring]

        init(_ uri: String) throws(StoreError) {
            guard let scheme = uri.firstRange(of: "://") else { throw .address("it has no ://") }
            isSecure = uri[..<scheme.lowerBound] == "influxdbs"
            let (way, query) = uri[scheme.upperBound...].cut(at: "?")
            // A password may have a slash in it only if it is encoded.
            let (authority, path) = way.cut(at: "/")
            guard let path, !path.isEmpty, !path.contains("/") else { throw .address("it names no database") }
            database = path
            let at = authority.lastIndex(of: "@")
            account = at.map { authority[..<$0] }
            let server = at.map { authority[authority.index(after: $0)...] } ?? authority
            // The colons within brackets are an IPv6 address's own.
            let bracket = server.lastIndex(of: "]") ?? server.startIndex
            let colon = server[bracket...].lastIndex(of: ":")
            host = colon.map { server[..<$0] } ?? server
            let port = colon.map { Int(server[server.index(after: $0)...]) } ?? 8086
            guard let port, (1...65_535).contains(port) else { throw .address("its port is none") }
            self.port = port
            guard !host.isEmpty, host.utf8.allSatisfy(Self.isOfHost) else { throw .address("its host is none") }
            options = try Self.options(query ?? "")
        }

        private static func options(_ query: Substring) throws(StoreError) -> [Substring: Substring] {
            var options: [Substring: Substring] = [:]
            for pair in query.split(separator: "&") {
                let (key, value) = pair.cut(at: "=")
                guard ["org", "rp"].contains(key), let value, !value.isEmpty else {
                    throw .address("behind ? stands org=ORG (2.x) or rp=POLICY (1.x)")
                }
                options[key] = value
            }
            return options
        }

        private static func isOfHost(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._:[]".utf8.contains(byte)
            }
        }
    }
}

extension Substring {
    /// What stands before a character and what behind it; nil: it is not there.
    fileprivate func cut(at character: Character) -> (Substring, Substring?) {
        guard let place = firstIndex(of: character) else { return (self, nil) }
        return (self[..<place], self[index(after: place)...])
    }
}

extension StoreError {
    fileprivate static func address(_ text: String) -> StoreError {
        .unavailable("no address of an InfluxDB database: \(text)")
    }
}
