/// What stands in metadata for the parts of a citation.
enum CitationText {
    /// What is longer is no title, and is cut.
    private static let longest = 1_000

    /// The first text that is none of only blanks, without those around it.
    static func first(_ texts: [String]) -> String? {
        texts.lazy.map { trimmed(String($0.prefix(longest))) }.first { !$0.isEmpty }
    }

    /// A DOI, as it stands or as an address or URI (`doi:10.1000/182`, `https://doi.org/10.1000/182`, `info:doi/10.1000/182`).
    /// - Returns: It without what stands before it; nil when the text is something else.
    static func doi(_ text: String) -> String? {
        var rest = trimmed(text)[...]
        let beginnings = [
            "https://", "http://", "dx.doi.org/", "www.doi.org/", "doi.org/", "info:doi/", "info:doi:", "urn:doi:",
            "doi:", "doi ",
        ]
        for beginning in beginnings where rest.lowercased().hasPrefix(beginning) {
            rest = rest.dropFirst(beginning.count).drop { $0 == " " }
        }
        guard rest.hasPrefix("10."), let slash = rest.firstIndex(of: "/") else { return nil }
        let registrant = rest[..<slash].dropFirst(3)
        guard !registrant.isEmpty, registrant.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            rest[slash...].dropFirst().first != nil, String(rest).canIdentify
        else { return nil }
        return String(rest)
    }

    /// An ISSN: as it stands if its check digit is right, and behind a label (`ISSN: 1234-5678`, `urn:issn:1234-5678`).
    /// - Returns: `1234-567X`; nil when there is none.
    static func issn(_ text: String) -> String? {
        let text = trimmed(text).lowercased()
        if let label = text.firstRange(of: "issn") {
            let number = text[label.upperBound...].drop { $0 == ":" || $0 == " " || $0 == "=" || $0 == "/" }
            return issn(atBeginningOf: number)
        }
        guard text.utf8.count <= 9, let issn = issn(atBeginningOf: text[...]), hasRightCheckDigit(issn) else {
            return nil
        }
        return issn
    }

    /// Whether an ISSN is said to be that of the electronic journal.
    static func isElectronic(_ text: String) -> Bool {
        let text = text.lowercased()
        return ["eissn", "e-issn", "electronic", "online"].contains(where: text.contains)
    }

    /// The family name of `Family, Given`; a name without a comma (an institution's) as it stands.
    static func familyName(_ name: String) -> String {
        trimmed(String(name.prefix { $0 != "," }))
    }

    /// The journal that a `dc:source` names before volume, issue and pages: `Journal; Vol. 1 No. 2 (2020); 1-9`,
    /// `Journal, 12 (3)`.
    /// - Returns: nil when it is an address, a number or nothing.
    static func journal(_ source: String) -> String? {
        guard doi(source) == nil, !source.contains("://"), !source.lowercased().hasPrefix("urn:") else { return nil }
        var title = source[..<(source.firstIndex(of: ";") ?? source.endIndex)]
        if let label = title.firstRange(of: "ISSN") { title = title[..<label.lowerBound] }
        let volume = title.indices.first { index in
            guard title[index] == "," else { return false }
            let rest = title[index...].dropFirst().drop { $0 == " " }
            return rest.first?.isNumber == true || rest.prefix(3).lowercased() == "vol"
        }
        if let volume { title = title[..<volume] }
        let journal = trimmed(String(title))
        guard journal.contains(where: \.isLetter), issn(journal) == nil else { return nil }
        return journal
    }

    private static func trimmed(_ text: String) -> String {
        let end = text.lastIndex { !$0.isWhitespace }
        guard let start = text.firstIndex(where: { !$0.isWhitespace }), let end else { return "" }
        return String(text[start...end])
    }

    private static func issn(atBeginningOf text: Substring) -> String? {
        let digits = text.prefix(9).filter { $0 != "-" }
        let length = text.prefix(9).contains("-") ? 9 : 8
        guard digits.prefix(7).count == 7, digits.prefix(7).allSatisfy({ $0.isASCII && $0.isNumber }),
            let last = digits.dropFirst(7).first, last == "x" || last.isASCII && last.isNumber,
            length == 8 || text.dropFirst(4).first == "-", text.dropFirst(length).first?.isNumber != true
        else { return nil }
        return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(4))".uppercased()
    }

    /// ISO 3297: the weights are 8 to 2, and the check digit makes the sum a multiple of 11.
    private static func hasRightCheckDigit(_ issn: String) -> Bool {
        let digits = issn.filter { $0 != "-" }.map { $0 == "X" ? 10 : $0.wholeNumberValue ?? 0 }
        return zip(digits, stride(from: 8, through: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0
    }
}
