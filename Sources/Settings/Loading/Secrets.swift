/// Keeps secrets out of what is shown.
enum Secrets {
    /// What stands for a secret.
    static let mask = "••••"

    /// A key's value as it may be shown: the salt of `anonymise = md5 SALT` and the password in an address are masked.
    static func hidden(in value: String, of key: String) -> String {
        if key == ServiceKeys.anonymise {
            let words = value.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            return words.count == 2 && words[0] == "md5" ? "md5 \(mask)" : value
        }
        guard let scheme = value.firstRange(of: "://") else { return value }
        let authority = value[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && !$0.isWhitespace }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return value
        }
        return value[...colon] + mask + value[at...]
    }

    /// Whether a key of a plugin, or a variable of the environment, is called like a secret.
    static func isNamed(by name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        return ["password", "passwd", "secret", "token", "api_key", "apikey"].contains { name.contains($0) }
    }

    /// Whether a value as written takes a secret from the environment (`${PGPASSWORD}`).
    static func isTaken(by raw: String) -> Bool {
        raw.split(separator: "$").contains { $0.first == "{" && isNamed(by: $0.prefix { $0 != "}" }) }
    }
}
