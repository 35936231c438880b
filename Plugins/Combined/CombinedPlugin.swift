public import PluginAPI

/// Any web log: the service's own patterns say which requests are uses of items.
///
/// Both patterns are searched in path and query as logged; `request_path` wins where both are found. The item's local
/// identifier is made by the template `item`, in which `{1}` to `{9}` and `{name}` stand for the pattern's groups as
/// logged: a blank or another octet that OAI-PMH lets no identifier hold stays percent-encoded.
public struct CombinedPlugin: ParserPlugin {
    /// What `plugin =` calls it.
    public static let name = "combined"

    /// One line for `loglines plugins`.
    public static let summary = "any web log, by patterns for its paths"

    /// The options of every web log, the patterns and the templates.
    public static let options =
        PluginOption.common + [
            PluginOption("request_path", "pattern of the paths that deliver a file; its first group is the item"),
            PluginOption("investigation_path", "pattern of the paths that show an item's page"),
            PluginOption("item", default: "{1}", "the item's identifier, from the pattern's groups ({1}, {name})"),
            PluginOption("url", "the item's page: a path or an address with groups; else the address that was used"),
        ]

    private let web: WebLog
    private let rules: [Rule]

    /// Compiles the patterns and templates.
    /// - Throws: ``PluginError`` that names the option.
    public init(settings: PluginSettings) throws {
        let settings = settings.withDefaults(of: Self.options)
        web = try WebLog(settings: settings)
        rules = try [
            Rule(.request, option: "request_path", settings),
            Rule(.investigation, option: "investigation_path", settings),
        ].compactMap(\.self)
        guard !rules.isEmpty else {
            throw PluginError.option("request_path", "is missing, and so is investigation_path: nothing would count")
        }
    }

    /// Takes a line apart and applies the patterns.
    /// - Throws: ``PluginError`` when the line is malformed.
    public func parseline(_ message: LogMessage) throws -> ParsedLine? {
        try web.parse(message) { target in
            for rule in rules {
                if let usage = try rule.usage(of: target, web) { return .use(usage) }
            }
            return .notAnItem
        }
    }

    /// What a tracker is to be told.
    public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? { try web.openURLParams(line) }
}

/// A pattern with what is made of its groups.
private struct Rule: Sendable {
    let event: UsageEvent
    let pattern: any TextPattern
    let item: Template
    let page: Template?

    /// The rule of an option; nil when the option is not set.
    init?(_ event: UsageEvent, option: String, _ settings: PluginSettings) throws {
        guard let pattern = try settings.pattern(option) else { return nil }
        self.event = event
        self.pattern = pattern
        item = try Template(settings.required("item"), option: "item", groupsOf: pattern, from: option)
        page = try settings["url"].map { try Template($0, option: "url", groupsOf: pattern, from: option) }
    }

    func usage(of target: Target, _ web: WebLog) throws -> ItemUsage? {
        guard let match = try target.match(pattern) else { return nil }
        let local = item.filled { String(decoding: match[$0] ?? [], as: UTF8.self) }
        guard !local.isEmpty else { return nil }
        let address = web.address(of: target)
        return ItemUsage(
            event: event, item: web.item(local), itemURL: pageAddress(match, web) ?? address,
            fileURL: event == .request ? address : nil)
    }

    private func pageAddress(_ match: TargetMatch, _ web: WebLog) -> [UInt8]? {
        guard let page else { return nil }
        let text = page.filled { String(decoding: match[$0] ?? [], as: UTF8.self) }
        return text.hasPrefix("/") ? web.address(ofPath: text) : Array(text.utf8)
    }
}
