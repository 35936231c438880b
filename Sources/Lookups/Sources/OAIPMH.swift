public import PluginAPI
import XML

/// OAI-PMH: whether a handle is an item's, and an item's citation as Dublin Core has it.
///
/// A repository gives its items only, so a handle it does not know is a collection's or a community's. That holds only if
/// `oai_prefix` is right, and for items that the interface gives already: DSpace's learns of new ones once a day.
public struct OAIPMH: LookupSource {
    /// What settings call it.
    public static let name = "oai-pmh"

    private let url: String
    private let oaiPrefix: String?

    /// - Parameters:
    ///   - url: The interface's address.
    ///   - oaiPrefix: What the identifiers of items begin with, before the handle and a colon.
    init(url: String, oaiPrefix: String?) {
        self.url = url
        self.oaiPrefix = oaiPrefix
    }

    /// The address that answers; nil for all but handles and citations.
    public func address(for reference: Reference) -> String? {
        let identifier: String
        switch reference.kind {
        case .handle:
            guard let oaiPrefix else { return nil }
            identifier = "\(oaiPrefix):\(reference.decodedID)"
        case .citation: identifier = reference.id
        case .bitstream, .uuid, .fileset, .file, .page: return nil
        }
        return "\(url)?verb=GetRecord&metadataPrefix=oai_dc&identifier=\(PercentEncoding.encoded(identifier))"
    }

    /// Reads an answer.
    public func read(status: Int, body: [UInt8], for reference: Reference) -> LookupVerdict {
        if let verdict = LookupVerdict.ofStatus(status) { return verdict }
        let record: OAIRecord
        do {
            record = try OAIRecord(body)
        } catch {
            return .unreadable("one of OAI-PMH: \(error.description.asRemark)")
        }
        if let error = record.error { return verdict(ofError: error.code, error.text, for: reference) }
        guard record.isThere else { return .unreadable("a record") }
        guard !record.isDeleted else { return .unknown("is a deleted item") }
        guard reference.kind == .handle else { return .found(.citation(Self.citation(of: record.elements))) }
        return .item(record.identifier ?? "", isWhole: true, page: "/handle/\(reference.decodedID)")
    }

    private func verdict(ofError code: String, _ text: String, for reference: Reference) -> LookupVerdict {
        switch code {
        case "idDoesNotExist" where reference.kind == .handle:
            .found(.excluded(Exclusion(.collection, detail: "no item of OAI-PMH")))
        case "idDoesNotExist", "badArgument", "noRecordsMatch", "cannotDisseminateFormat":
            .unknown("OAI-PMH says: \(code) \(text.asRemark)")
        default: .failed("OAI-PMH says: \(code.asRemark) \(text.asRemark)")
        }
    }

    private static func citation(of elements: [String: [String]]) -> Citation {
        let identifiers = elements["identifier"] ?? []
        let sources = (elements["source"] ?? []) + (elements["relation"] ?? [])
        var citation = Citation()
        citation.doi = identifiers.lazy.compactMap(CitationText.doi).last
        citation.articleTitle = CitationText.first(elements["title"] ?? [])
        citation.authorLastName = CitationText.first(elements["creator"] ?? []).map(CitationText.familyName)
        citation.journalTitle = (elements["source"] ?? []).lazy.compactMap(CitationText.journal).first
        for text in sources + identifiers {
            guard let issn = CitationText.issn(text) else { continue }
            if CitationText.isElectronic(text) {
                citation.eissn = citation.eissn ?? issn
            } else {
                citation.issn = citation.issn ?? issn
            }
        }
        return citation
    }
}
