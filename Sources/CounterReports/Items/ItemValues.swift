import Lookups
import PluginAPI

/// The values of a row that describes an item, in COUNTER's forms (usage-protocols.md, sections 2.7 and 2.9). Each call throws
/// ``ItemColumn/Wrong`` for what is not in that form; what is empty is not known.
struct ItemValues {
    /// The value of a column as it stands; empty where there is none.
    let text: (ItemColumn) -> String

    init(_ text: @escaping (ItemColumn) -> String) { self.text = text }

    func text(_ column: ItemColumn) -> String { text(column) }

    /// `10.1234/567`, or as an address.
    func doi(_ column: ItemColumn) throws(ItemColumn.Wrong) -> String {
        let value = text(column)
        let doi = ["https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "doi:"].reduce(value) { rest, prefix in
            rest.hasPrefix(prefix) ? String(rest.dropFirst(prefix.count)) : rest
        }
        guard value.isEmpty || Self.isDOI(doi) else {
            throw ItemColumn.Wrong(value, in: column, is: "no DOI")
        }
        return doi
    }

    /// With the hyphens of its parts, which cannot be told from the digits.
    func isbn(_ column: ItemColumn) throws(ItemColumn.Wrong) -> String {
        try matched(column, "no ISBN of 13 digits and 4 hyphens") {
            let parts = $0.split(separator: "-", omittingEmptySubsequences: false)
            return $0.utf8.count == 17 && parts.count == 5 && ["978", "979"].contains(parts[0])
                && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }
        }
    }

    /// `1234-567X`.
    func issn(_ column: ItemColumn) throws(ItemColumn.Wrong) -> String {
        try matched(column, "no ISSN (nnnn-nnnX)") { Self.has($0, form: "9999-999X") }
    }

    /// `https://…`.
    func uri(_ column: ItemColumn) throws(ItemColumn.Wrong) -> String {
        try matched(column, "no address (https://…)") { $0.canIdentify && $0.contains(":") }
    }

    /// `2024-06-15`.
    func date(_ column: ItemColumn) throws(ItemColumn.Wrong) -> String {
        try matched(column, "no date (yyyy-mm-dd)") { text in
            guard Self.has(text, form: "9999-99-99") else { return false }
            let parts = text.split(separator: "-").compactMap { Int($0) }
            return UTCTime(year: parts[0], month: parts[1], day: parts[2], hour: 0, minute: 0, second: 0) != nil
        }
    }

    /// One of NISO's.
    func version(_ column: ItemColumn) throws(ItemColumn.Wrong) -> String {
        let versions = ["AO", "SMUR", "AM", "P", "VoR", "CVoR", "EVoR"]
        return try matched(column, "none of \(versions.joined(separator: ", "))", versions.contains)
    }

    /// `Name (ORCID:0000-0001-2345-6789); Name`.
    func authors(_ column: ItemColumn) throws(ItemColumn.Wrong) -> [ItemDescription.Author] {
        var authors: [ItemDescription.Author] = []
        for part in text(column).split(separator: ";") {
            let parts = part.split(separator: "(ORCID:", maxSplits: 1).map(Self.trimmed)
            guard let name = parts.first, !name.isEmpty else { continue }
            let orcid = parts.count == 2 ? Self.trimmed(parts[1].filter { $0 != ")" }[...]) : ""
            guard orcid.isEmpty || Self.has(orcid, form: "9999-9999-9999-999X") else {
                throw ItemColumn.Wrong(orcid, in: column, is: "no ORCID (0000-0001-2345-6789)")
            }
            authors.append(ItemDescription.Author(name: name, orcid: orcid))
        }
        return authors
    }

    /// `ROR:012345678`, `ISNI:1234123412341234`, or an identifier of the repository's own.
    func publisherID() throws(ItemColumn.Wrong) -> ItemDescription.Identifier? {
        let value = text(.publisherID)
        guard !value.isEmpty else { return nil }
        let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch parts[0] {
        case "ROR":
            guard parts.count == 2, parts[1].utf8.count == 9, parts[1].hasPrefix("0") else {
                throw ItemColumn.Wrong(value, in: .publisherID, is: "no ROR (9 characters of which the first is 0)")
            }
        case "ISNI":
            guard parts.count == 2, Self.has(parts[1], form: "999999999999999X") else {
                throw ItemColumn.Wrong(value, in: .publisherID, is: "no ISNI (16 digits)")
            }
        default: return ItemDescription.Identifier(register: "Proprietary", value: value)
        }
        return ItemDescription.Identifier(register: parts[0], value: parts[1])
    }

    /// nil: it is that of the service.
    func itemType() throws(ItemColumn.Wrong) -> DataType? {
        let value = text(.dataType)
        if value.isEmpty { return nil }
        guard let type = DataType(rawValue: value), type.isOfItems else {
            throw ItemColumn.Wrong(value, in: .dataType, is: DataType.noneOfItems)
        }
        return type
    }

    /// yyyy; nil: not known.
    func year() throws(ItemColumn.Wrong) -> String? {
        let value = try matched(.yop, "no year (yyyy)") { Self.has($0, form: "9999") }
        return value.isEmpty ? nil : value
    }

    /// nil: Open.
    func accessType() throws(ItemColumn.Wrong) -> AccessType? {
        let value = text(.accessType)
        if value.isEmpty { return nil }
        guard let type = AccessType(rawValue: value) else {
            let known = AccessType.allCases.map(\.rawValue).joined(separator: ", ")
            throw ItemColumn.Wrong(value, in: .accessType, is: "none of \(known)")
        }
        return type
    }

    private func matched(
        _ column: ItemColumn, _ reason: String, _ isRight: (String) -> Bool
    ) throws(ItemColumn.Wrong) -> String {
        let value = text(column)
        guard value.isEmpty || isRight(value) else { throw ItemColumn.Wrong(value, in: column, is: reason) }
        return value
    }

    private static func isDOI(_ text: String) -> Bool {
        let parts = text.split(separator: "/", maxSplits: 1)
        return parts.count == 2 && text.hasPrefix("10.") && parts[0].utf8.count > 3 && text.canIdentify
    }

    /// Whether a text has a form, in which 9 stands for a digit, X for a digit or an X, and the rest for itself.
    private static func has(_ text: String, form: String) -> Bool {
        text.utf8.count == form.utf8.count
            && zip(text.utf8, form.utf8).allSatisfy { byte, wanted in
                switch wanted {
                case UInt8(ascii: "9"): isDigit(byte)
                case UInt8(ascii: "X"): isDigit(byte) || byte == wanted
                default: byte == wanted
                }
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
    }
}
