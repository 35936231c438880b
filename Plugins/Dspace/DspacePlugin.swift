public import PluginAPI

/// DSpace: the handles and bitstreams of releases up to 6, the items, entities and REST contents of 7 and later.
///
/// Up to release 6 the local identifier is the handle. Communities and collections have handles too, which the address
/// alone cannot tell: their pages count as Investigations unless a resolver knows handles. Later addresses hold a UUID
/// instead, of which a resolver knows the item's handle, and whether it is a thumbnail's; without one the UUID is the local
/// identifier, and the item's page is known for items and entities only. Derived files (thumbnails, extracted text, licences) do not count. `/bitstreams/UUID/download` leads to the
/// contents, which count (usage-protocols.md, sections 6.2 and 6.4).
public struct DspacePlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "dspace"

    /// One line for `loglines plugins`.
    public static let summary = "DSpace 5 to 9"

    /// The options of every web log.
    public static let options = PluginOption.common

    /// What its addresses name besides items.
    public static let references: Set<Reference.Kind> = [.bitstream, .handle, .uuid]

    // What the paths of items and their files begin with. Most targets of a log begin otherwise, and need not be compared
    // with one pattern after the other.
    private static let handlePages: [StaticString] = ["/handle/", "/xmlui/handle/", "/jspui/handle/"]
    private static let handleFiles: [StaticString] = ["/bitstream/", "/xmlui/bitstream/", "/jspui/bitstream/"]
    private static let itemPages: [StaticString] = ["/items/", "/entities/"]
    private static let contents: [StaticString] = ["/api/core/bitstreams/", "/server/api/core/bitstreams/"]

    private static let derivedRules: [ExclusionRule] = [.thumbnail, .licence, .extractedText]

    private let web: WebLog
    private let handlePage: any TextPattern
    private let handleFile: any TextPattern
    private let sequencedFile: any TextPattern
    private let itemPage: any TextPattern
    private let content: any TextPattern
    /// Finds in a file's name what tells that it was derived: a group for each of ``derivedRules``.
    private let derived: any TextPattern
    private let excluded: ExcludedTargets

    /// Compiles the patterns.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        web = try WebLog(settings: settings, options: Self.options)
        let application = "^(?<application>(?:/(?:xmlui|jspui))?)"
        let handle = #"(?<handle>[0-9][0-9.]*/[^/?#]+)"#
        let uuid = URLPiece.uuid
        let end = URLPiece.query
        handlePage = try settings.tools.pattern("\(application)/handle/\(handle)/?\(end)", ignoringCase: true)
        handleFile = try settings.tools.pattern(
            "\(application)/bitstream/handle/\(handle)/(?<name>[^?#]+)\(end)", ignoringCase: true)
        sequencedFile = try settings.tools.pattern(
            "\(application)/bitstream/\(handle)/(?<sequence>[0-9]+)/(?<name>[^?#]+)\(end)", ignoringCase: true)
        itemPage = try settings.tools.pattern(
            "^/(?:items|entities/[^/?#]+)/\(uuid)(?:/full)?/?\(end)", ignoringCase: true)
        content = try settings.tools.pattern(
            "^(?:/server)?/api/core/bitstreams/\(uuid)/content\(end)", ignoringCase: true)
        // No name meets two of them.
        let thumbnail = #"\.[a-z0-9]{2,5}\.(?:jpe?g|png)$|\.preview\.jpe?g$"#
        let licence = #"license\.txt$|license_(?:rdf|url|text)$"#
        let extractedText = #"\.[a-z0-9]{2,5}\.txt$|indexcodes\.txt$"#
        derived = try settings.tools.pattern("(\(thumbnail))|(\(licence))|(\(extractedText))", ignoringCase: true)
        excluded = try ExcludedTargets(Self.besidesItems, tools: settings.tools)
    }

    /// Takes a line apart and looks what its target is.
    /// - Throws: ``PluginError`` when the line is malformed.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        try web.parse(message) { try classify($0.withSingleSlashes) }
    }

    /// What a tracker is to be told.
    public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { try web.openURLParams(line) }

    private func classify(_ target: Target) throws -> Classification {
        if target.begins(withOneOf: Self.handlePages), let match = try target.match(handlePage) {
            let handle = match.text("handle")
            return web.investigation(of: Reference(.handle, handle), page: page(of: handle, match), target)
        }
        if target.begins(withOneOf: Self.handleFiles),
            let match = try target.match(handleFile) ?? target.match(sequencedFile)
        {
            if let rule = try derivedRule(match) { return .excluded(Exclusion(rule, detail: match.text("name"))) }
            let handle = match.text("handle")
            let sequence = match["sequence"].map { String(decoding: $0, as: UTF8.self) }
            return web.request(of: handle, part: sequence, page: page(of: handle, match), target)
        }
        if target.begins(withOneOf: Self.itemPages), let match = try target.match(itemPage) {
            let uuid = match.text("uuid").lowercased()
            return web.investigation(of: Reference(.uuid, uuid), page: "/items/\(uuid)", target)
        }
        if target.begins(withOneOf: Self.contents), let match = try target.match(content) {
            return web.request(of: Reference(.bitstream, match.text("uuid").lowercased()), target)
        }
        return try excluded.classification(of: target)
    }

    private func page(of handle: String, _ match: TargetMatch) -> String {
        String(joining: match.text("application"), "/handle/", handle)
    }

    private func derivedRule(_ match: TargetMatch) throws -> ExclusionRule? {
        guard let name = match.range("name"), let group = try derived.firstGroup(in: match.bytes, name) else {
            return nil
        }
        return Self.derivedRules[group - 1]
    }
}
