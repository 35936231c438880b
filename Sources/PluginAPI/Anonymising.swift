/// What becomes of clients' addresses: `anonymise = none | truncate | hash [DAYS] | md5 SALT`.
public enum Anonymising: Sendable, Equatable {
    /// They stay as they are.
    case none

    /// Of IPv4 the first 24 bits stay, of IPv6 the first 48; see ``TruncatedAddress``.
    case truncate

    /// Keyed hashes stand for them, with a key that is changed after so many days, and then forgotten.
    case hash(days: Int)

    /// What the PIRUS2 daemon of 2010 sent: the MD5 of the address and a salt (usage-protocols.md, section 1.2).
    case md5(salt: String)

    /// Reads an option's value.
    /// - Throws: ``PluginError`` naming the option. It does not repeat a salt.
    public init(_ text: String) throws {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let (form, rest) = (words.first ?? "", words.dropFirst().first.map(Self.trimmed) ?? "")
        switch form {
        case "none" where rest.isEmpty: self = .none
        case "truncate" where rest.isEmpty: self = .truncate
        case "hash" where rest.isEmpty: self = .hash(days: 1)
        case "hash":
            guard let days = Int(rest), (1...366).contains(days) else {
                throw PluginError.option("anonymise", "'\(rest)' is no number of days from 1 to 366")
            }
            self = .hash(days: days)
        case "md5":
            guard !rest.isEmpty else {
                throw PluginError.option("anonymise", "md5 needs a salt: anyone can hash all addresses without one")
            }
            self = .md5(salt: rest)
        default:
            throw PluginError.option("anonymise", "'\(form)' is none of none, truncate, hash, hash DAYS, md5 SALT")
        }
    }

    /// Whether trackers are still told addresses, which IRUS expects.
    public var leavesAddresses: Bool {
        switch self {
        case .none, .truncate: true
        case .hash, .md5: false
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
