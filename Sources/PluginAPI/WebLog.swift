/// What the plugins of all web logs share: reading the line by its format, the rules that hold for every repository, and
/// the addresses made of `base_url` and `oai_prefix`.
///
/// The rules are applied in this order, and the first that is met is the line's ``ParsedLine/exclusion``: the request
/// method, the status, the lists of robots and AI agents, the plugin's own view of the target. What a reference stands for is
/// asked last, of lines that have passed all these.
public struct WebLog: Sendable {
    /// `base_url` without a slash at its end.
    public let baseURL: [UInt8]

    /// The host of `base_url`, which trackers know the repository by.
    public let host: String

    /// What item identifiers begin with.
    public let oaiPrefix: String

    private let format: any LineFormat
    private let userAgents: UserAgentRules
    /// Whether robots and AI agents are passed over without a look at what they used.
    private let passesRobots: Bool
    private let statuses: [Int]
    private let methods: [[UInt8]]
    private let proxies: TrustedProxies?
    private let anonymiser: Anonymiser?
    private let resolver: (any Resolver)?
    private let citations: (any Resolver)?
    private let places: (any PlaceFinder)?
    private let measured: [Measured]

    /// Reads the options that all web logs have.
    /// - Parameters:
    ///   - settings: The service's options.
    ///   - declared: The plugin's options, for their defaults.
    /// - Throws: ``PluginError`` naming the option that is missing or cannot be used.
    public init(settings: PluginSettings, options declared: [PluginOption] = PluginOption.common) throws {
        let settings = settings.withDefaults(of: declared)
        let base = try settings.required("base_url")
        guard let host = Self.host(of: base) else {
            throw PluginError.option("base_url", "'\(base)' is not http://HOST or https://HOST")
        }
        var baseURL = Array(base.utf8)
        while baseURL.last == UInt8(ascii: "/") { baseURL.removeLast() }
        self.baseURL = baseURL
        self.host = host
        oaiPrefix = settings["oai_prefix"] ?? "oai:\(host)"
        resolver = settings.resolver
        citations = settings.citations
        places = settings.places
        format = try settings.tools.lineFormat(try settings.required("format"))
        userAgents = try UserAgentRules(settings)
        passesRobots = !settings.tools.wantsUsesOfRobots
        statuses = try settings.words("statuses").map { word in
            guard let status = Int(word), (100...599).contains(status) else {
                throw PluginError.option("statuses", "'\(word)' is no status")
            }
            return status
        }
        methods = try settings.words("methods").map { Array($0.utf8) }
        proxies =
            settings["trusted_proxies"] == nil
            ? nil : try TrustedProxies(settings.words("trusted_proxies"), option: "trusted_proxies")
        anonymiser = try Anonymiser(settings)
        measured = try Measured.all(in: settings)
    }

    /// Reads a line, applies the rules, and takes the client's address away if the service wants that.
    /// - Parameter classify: What a target means for the repository. Not called for other methods and statuses than those
    ///   that count.
    /// - Returns: nil when the line is none of the log's hits.
    /// - Throws: ``PluginError`` when the line is malformed; ``NotYetKnown`` and ``Unresolved`` when it hits an item that the
    ///   resolver does not know; what the keys' owner throws when addresses cannot be hashed.
    public func parse(_ message: LogMessage, classify: (Target) throws -> Classification) throws -> ParsedLine? {
        guard var line = try format.parse(message) else { return nil }
        try judge(&line, classify)
        if !measured.isEmpty { measure(&line) }
        if let anonymiser { line = try anonymiser.anonymised(line) }
        // A line is large: it is moved, not copied.
        return consume line
    }

    /// Measures a use that counts: of what robots do and of images nobody wants to know how long it took.
    private func measure(_ line: inout ParsedLine) {
        guard line.usage != nil, line.exclusion == nil else { return }
        for what in measured {
            if let measurement = what.measurement(in: line) { line.measurements.append(measurement) }
        }
    }

    /// Applies the rules.
    private func judge(_ line: inout ParsedLine, _ classify: (Target) throws -> Classification) throws {
        line.ip = proxies.map { $0.client(of: line) } ?? ClientAddress.narrowed(line.ip, in: line.storage)
        // Before the address may be taken away.
        if let places { line.place = places.place(of: line.bytes(line.ip)) }
        try userAgents.mark(&line)
        guard methods.contains(where: { line.storage.holds($0, in: line.method) }) else {
            line.exclusion = Exclusion(rule: "method", detail: line.method.isEmpty ? nil : line.text(line.method))
            return
        }
        guard statuses.contains(line.status) else {
            line.exclusion = Exclusion(rule: "status", detail: String(line.status))
            return
        }
        let agents = userAgents.exclusion(of: line)
        if let agents, passesRobots {
            line.exclusion = agents
            return
        }
        switch try classify(Target(line.storage, url: line.url)) {
        case .use(let usage): line.usage = usage
        case .referring(let reference, let usage):
            line.usage = usage
            if agents == nil { try resolve(reference, in: &line) }
        case .excluded(let exclusion): line.exclusion = exclusion
        }
        if let agents { line.exclusion = agents }
    }

    /// Puts what a reference stands for in the place of what stood for it.
    private func resolve(_ reference: Reference, in line: inout ParsedLine) throws {
        guard let resolver, resolver.answers(reference) else { return }
        switch try resolver.finding(for: reference) {
        case .item(let found):
            line.usage?.item =
                found.isWhole ? PercentEncoding.withoutBlanks(found.identifier) : item(found.identifier)
            if let page = found.page { line.usage?.itemURL = address(ofPath: page) }
        case .excluded(let exclusion):
            line.usage = nil
            line.exclusion = exclusion
        case .citation: throw Unresolved("\(reference) was answered with a citation, not with an item")
        }
    }

    /// What a tracker is to be told of a parsed line.
    /// - Returns: nil when the line is no use of an item or was excluded.
    /// - Throws: ``NotYetKnown`` and ``Unresolved`` when the item's citation is wanted and not known.
    public func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? {
        guard let usage = line.usage, line.exclusion == nil else { return nil }
        return OpenURLParams(
            event: usage.event, time: line.time, ip: Array(line.bytes(line.ip)),
            userAgent: Array(line.bytes(line.userAgent)), referer: Array(line.bytes(line.referer)), item: usage.item,
            itemURL: usage.itemURL, url: usage.fileURL ?? address(of: Target(line.storage, url: line.url)),
            repository: host, loggerTime: line.loggerTime, isHashed: anonymiser?.leavesAddresses == false,
            format: usage.fileURL == nil ? nil : MIMEType.ofFile(Target(line.storage, url: line.url)),
            citation: try citation(for: usage))
    }

    /// The citation of an item that was fetched: of an Investigation no tracker wants it.
    private func citation(for usage: ItemUsage) throws -> Citation? {
        guard usage.event == .request, let citations else { return nil }
        let reference = Reference(.citation, usage.item)
        guard citations.answers(reference) else { return nil }
        guard case .citation(let citation) = try citations.finding(for: reference) else {
            throw Unresolved("\(reference) was answered without a citation")
        }
        return citation
    }

    /// The identifier of an item: `OAI_PREFIX:LOCAL`. Blanks and control characters, which OAI-PMH lets no identifier hold
    /// but a log may, are percent-encoded.
    public func item(_ local: String) -> String {
        String(joining: oaiPrefix, ":", PercentEncoding.withoutBlanks(local))
    }

    /// The address of a target: `base_url` and the target as logged, with a slash between them where the target begins
    /// with none: else its first letters would become part of the host.
    public func address(of target: Target) -> [UInt8] {
        var address: [UInt8] = []
        address.reserveCapacity(baseURL.count + 1 + target.text.count)
        address += baseURL
        if target.text.first != UInt8(ascii: "/") { address.append(UInt8(ascii: "/")) }
        address += target.text
        return address
    }

    /// The address of a path of the repository, which begins with a slash.
    public func address(ofPath path: String) -> [UInt8] {
        var address: [UInt8] = []
        address.reserveCapacity(baseURL.count + path.utf8.count)
        address += baseURL
        address += path.utf8
        return address
    }

    /// The host of an http or https address, without user and port; nil when it is none.
    public static func host(of url: String) -> String? {
        guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }) else { return nil }
        var authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let user = authority.lastIndex(of: "@") { authority = authority[authority.index(after: user)...] }
        if authority.hasPrefix("[") {
            authority = authority.dropFirst().prefix { $0 != "]" }
        } else {
            authority = authority.prefix { $0 != ":" }
        }
        return authority.isEmpty ? nil : String(authority)
    }
}
