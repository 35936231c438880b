public import PluginAPI

/// A Solr index: the work that a file set belongs to (Hyrax), and what an article's citation is made of.
public struct Solr: LookupSource {
    /// What settings call it.
    public static let name = "solr"

    private let url: String
    private let fields: SolrFields
    private let oaiPrefix: String?

    /// - Parameters:
    ///   - url: The address of the core or collection (`http://localhost:8983/solr/hyrax`).
    ///   - fields: What the index calls things.
    ///   - oaiPrefix: What OAI-PMH puts before the index' identifiers, with a colon between.
    init(url: String, fields: SolrFields, oaiPrefix: String?) {
        self.url = url
        self.fields = fields
        self.oaiPrefix = oaiPrefix
    }

    /// The address that answers; nil for all but file sets and citations.
    public func address(for reference: Reference) -> String? {
        let query: String
        let wanted: [String]
        switch reference.kind {
        case .fileset:
            let value = Self.quoted(reference.decodedID)
            query = fields.files.enumerated().map { index, field in
                index == 0 ? "\(field):\(value)^2" : "\(field):\(value)"
            }.joined(separator: " OR ")
            wanted = [fields.id, fields.model]
        case .citation:
            query = "\(fields.id):\(Self.quoted(localPart(of: reference.id)))"
            wanted = [fields.id] + fields.ofCitation
        case .bitstream, .uuid, .handle, .file, .page: return nil
        }
        // Hyrax' own handler reads queries as a user's words; `lucene` reads them as they are written.
        return
            "\(url)/select?wt=json&rows=1&defType=lucene&fl=\(wanted.map(PercentEncoding.encoded).joined(separator: ","))&q=\(PercentEncoding.encoded(query))"
    }

    /// Reads an answer.
    public func read(status: Int, body: [UInt8], for reference: Reference) -> LookupVerdict {
        if let verdict = LookupVerdict.ofStatus(status) { return verdict }
        guard let documents = JSONAnswer.read(Answer.self, body)?.response?.docs else {
            return .unreadable("one of Solr")
        }
        guard let document = documents.first else { return .unknown("is not in the index") }
        guard reference.kind == .fileset else { return .found(.citation(citation(of: document))) }
        let model = document[fields.model]?.all.first
        guard let id = document[fields.id]?.all.first else { return .unreadable("a document with an \(fields.id)") }
        return .item(id, page: model.flatMap(Self.step(ofModel:)).map { "/concern/\($0)/\(id)" })
    }

    private func citation(of document: [String: LooseText]) -> Citation {
        func values(_ fields: [String]) -> [String] { fields.flatMap { document[$0]?.all ?? [] } }
        var citation = Citation()
        citation.doi = values(fields.doi).lazy.compactMap(CitationText.doi).last
        citation.articleTitle = CitationText.first(values(fields.title))
        citation.authorLastName = CitationText.first(values(fields.author)).map(CitationText.familyName)
        citation.journalTitle = CitationText.first(values(fields.journal))
        citation.issn = values(fields.issn).lazy.compactMap(CitationText.issn).first
        citation.eissn = values(fields.eissn).lazy.compactMap(CitationText.issn).first
        return citation
    }

    private func localPart(of identifier: String) -> String {
        guard let oaiPrefix, identifier.hasPrefix("\(oaiPrefix):") else { return identifier }
        return String(identifier.dropFirst(oaiPrefix.count + 1))
    }

    /// A value in quotes, in which only these two mean something to Solr's parser.
    private static func quoted(_ value: String) -> String {
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// What Rails makes of a model's name in addresses: `GenericWork` is `generic_works`.
    /// - Returns: nil where that cannot be told.
    static func step(ofModel model: String) -> String? {
        // Hyrax with Valkyrie has resources beside its models, and their works the models' addresses.
        let name = model.hasSuffix("Resource") ? model.dropLast("Resource".count) : model[...]
        guard !name.isEmpty, name.utf8.count <= 100,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), name.first?.isUppercase == true
        else { return nil }
        var step = ""
        for (letter, before) in zip(name, [nil] + name.map(Optional.some)) {
            if letter.isUppercase, let before, !before.isUppercase { step += "_" }
            step += letter.lowercased()
        }
        return plural(step)
    }

    private static func plural(_ word: String) -> String {
        if ["media", "series", "equipment", "news"].contains(where: word.hasSuffix) { return word }
        if word.hasSuffix("sis") { return word.dropLast(2) + "es" }
        if word.hasSuffix("y"), let before = word.dropLast().last, !"aeiou".contains(before) {
            return word.dropLast() + "ies"
        }
        return word + (["s", "x", "ch", "sh"].contains(where: word.hasSuffix) ? "es" : "s")
    }

    private struct Answer: Decodable {
        let response: Response?

        struct Response: Decodable {
            let docs: [[String: LooseText]]?
        }
    }
}
