public import PluginAPI

/// The interfaces that settings can name.
public enum LookupSources {
    /// What is wrong with a setting that names an interface. One line of text.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// `dspace: there is no such interface; …`.
        public let description: String
    }

    private struct Entry {
        let name: String
        let kinds: Set<Reference.Kind>
        /// What its address must end with, where that is known.
        var ending = ""
        let make: @Sendable (_ url: String, _ fields: SolrFields, _ oaiPrefix: String?) -> any LookupSource
    }

    private static let entries = [
        Entry(name: DSpaceREST.name, kinds: [.bitstream, .uuid, .handle], ending: "/api") { url, _, _ in
            DSpaceREST(url: url)
        },
        Entry(name: DSpace6REST.name, kinds: [.handle]) { url, _, _ in DSpace6REST(url: url) },
        Entry(name: Dataverse.name, kinds: [.file], ending: "/api") { url, _, _ in Dataverse(url: url) },
        Entry(name: Solr.name, kinds: [.fileset, .citation]) { Solr(url: $0, fields: $1, oaiPrefix: $2) },
        Entry(name: OAIPMH.name, kinds: [.handle, .citation]) { OAIPMH(url: $0, oaiPrefix: $2) },
    ]

    /// The names, in the order in which help shows them.
    public static let names = entries.map(\.name)

    /// The interface of a name at an address.
    /// - Parameters:
    ///   - name: One of ``names``.
    ///   - url: Its address.
    ///   - fields: For `solr`: what the index calls things (`doi=doi_s`, `journal=jtitle_s,source_s`).
    ///   - kinds: What it is to be asked for. It must know one of them.
    ///   - oaiPrefix: What the repository's OAI identifiers begin with, before the colon.
    /// - Throws: ``Problem``.
    public static func source(
        named name: String, url: String, fields: [String] = [], for kinds: Set<Reference.Kind>, oaiPrefix: String? = nil
    ) throws(Problem) -> any LookupSource {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw Problem(description: "\(name.asRemark): there is no such interface; \(known)")
        }
        guard !entry.kinds.isDisjoint(with: kinds) else {
            let able = entries.filter { !$0.kinds.isDisjoint(with: kinds) }.map(\.name)
            throw Problem(
                description:
                    "\(name): cannot tell what a \(kinds.map(\.rawValue).sorted().joined(separator: " or ")) is; "
                    + (able.isEmpty ? "only a mapping file can" : "\(able.joined(separator: ", ")) can"))
        }
        let url = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard WebLog.host(of: url) != nil, !url.contains(where: { "?#\"<>\\".contains($0) || !$0.isASCII }),
            url.canIdentify
        else {
            throw Problem(description: "\(name): \(url.asRemark) is no http or https address without ? and #")
        }
        guard url.hasSuffix(entry.ending) else {
            throw Problem(
                description: "\(name): \(url) does not end with \(entry.ending), as the interface's address does")
        }
        return entry.make(url, try solrFields(fields, of: name), oaiPrefix)
    }

    private static func solrFields(_ texts: [String], of name: String) throws(Problem) -> SolrFields {
        var fields = SolrFields()
        for text in texts {
            guard name == Solr.name else { throw Problem(description: "\(name): nothing may follow the address") }
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            let names = sides.count < 2 ? [] : sides[1].split(separator: ",").map(String.init)
            guard !names.isEmpty, names.allSatisfy({ $0.allSatisfy(isOfFieldName) }), fields.set(sides[0], to: names)
            else {
                throw Problem(
                    description: "\(name): \(text.asRemark) is not NAME=FIELD, with NAME one of \(SolrFields.settable)")
            }
        }
        return fields
    }

    private static func isOfFieldName(_ letter: Character) -> Bool {
        letter.isASCII && (letter.isLetter || letter.isNumber || letter == "_" || letter == "." || letter == "-")
    }

    private static var known: String { "there are \(names.joined(separator: ", "))" }
}
