import FoundationEssentials
import PluginAPI

/// A ``LookupAnswer`` as it lies in Redis, one flat JSON object that people can read:
/// `{"item":"123456789/42","page":"/handle/123456789/42"}`, `{"excluded":"thumbnail"}`, `{"citation":{"doi":"10.1000/182"}}`,
/// `{"unknown":"…","asked":2,"since":1795262400,"next":1795262412}`.
struct StoredAnswer: Codable {
    private var item: String?
    private var whole: Bool?
    private var page: String?
    private var excluded: String?
    private var detail: String?
    private var citation: [String: String]?
    private var unknown: String?
    private var asked: Int?
    private var since: Int64?
    private var next: Int64?

    /// The members of `citation`: OpenURL's names for them.
    private static let citationFields: [(name: String, path: any WritableKeyPath<Citation, String?> & Sendable)] = [
        ("doi", \.doi), ("jtitle", \.journalTitle), ("atitle", \.articleTitle), ("aulast", \.authorLastName),
        ("issn", \.issn), ("eissn", \.eissn), ("version", \.version),
    ]

    /// The form of an answer.
    init(_ answer: LookupAnswer) {
        switch answer {
        case .found(.item(let found)):
            item = found.identifier
            whole = found.isWhole ? true : nil
            page = found.page
        case .found(.excluded(let exclusion)):
            excluded = exclusion.rule
            detail = exclusion.detail
        case .found(.citation(let found)):
            citation = [:]
            for field in Self.citationFields { citation?[field.name] = found[keyPath: field.path] }
        case .unknown(let vain):
            unknown = vain.reason
            asked = vain.asked
            since = vain.since.secondsSince1970
            next = vain.next?.secondsSince1970
        }
    }

    /// The answer; nil when it is none of ours.
    var answer: LookupAnswer? {
        if let item { return .found(.item(FoundItem(item, isWhole: whole ?? false, page: page))) }
        if let excluded { return .found(.excluded(Exclusion(rule: excluded, detail: detail))) }
        if let citation {
            var found = Citation()
            for field in Self.citationFields { found[keyPath: field.path] = citation[field.name] }
            return .found(.citation(found))
        }
        guard let unknown, let asked, let since else { return nil }
        return .unknown(
            InVain(
                reason: unknown, asked: asked, since: UTCTime(secondsSince1970: since),
                next: next.map { UTCTime(secondsSince1970: $0) }))
    }

    /// Reads a value; nil when it is none of ours: somebody wrote it by hand, and it is looked up anew.
    static func answer(json: [UInt8]) -> LookupAnswer? {
        do {
            return try JSONDecoder().decode(StoredAnswer.self, from: Data(json)).answer
        } catch {
            return nil
        }
    }

    /// The value to store.
    /// - Throws: `EncodingError`, which texts and numbers cannot cause.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
