/// Keeps secrets out of what is shown.
enum Secrets {
    /// What stands for a secret.
    static let mask = "••••"

    /// A key's value as it may be shown: the salt of `anonymise = md5 SALT` and the passwords
    /// in an address are masked.
    static func hidden(in value: String, of key: String) -> String {
        if key == ServiceKeys.anonymise {
            let words = value.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            return words.count == 2 && words[0] == "md5" ? "md5 \(mask)" : value
        }
        return hiddenInQuery(of: hiddenBeforeHost(in: value))
    }

    private static func hiddenBeforeHost(in value: String) -> String {
        guard let scheme = value.firstRange(of: "://") else { return value }
        let authority = value[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && !$0.isWhitespace }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return value
        }
        return value[...colon] + mask + value[at...]
    }

    /// Without the values that an address' query gives to keys that are called like a secret (`?password=…`).
    private static func hiddenInQuery(of value: String) -> String {
        guard value.contains("://"), let mark = value.firstIndex(of: "?") else { return value }
        let pairs = value[value.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let shown = pairs.map { pair in
            guard let equals = pair.firstIndex(of: "="), isNamed(by: pair[..<equals]) else { return String(pair) }
            return pair[...equals] + mask
        }
        return value[...mark] + shown.joined(separator: "&")
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
