/// What the plugins of all web logs share: reading the line by its format, the rules that hold for every repository, and
/// the addresses made of `base_url` and `oai_prefix`.
///
/// The rules are applied in this order, and the first that is met is the line's ``ParsedLine/exclusion``: the request
/// method, the status, the robots list, the plugin's own view of the target.
public struct WebLog: Sendable {
    /// `base_url` without a slash at its end.
    public let baseURL: [UInt8]

    /// The host of `base_url`, which trackers know the repository by.
    public let host: String

    /// What item identifiers begin with.
    public let oaiPrefix: String

    private let format: any LineFormat
    private let robots: any RobotList
    private let robotRule: RobotRule
    /// Whether robots are passed over without a look at what they used.
    private let passesRobots: Bool
    private let statuses: [Int]
    private let methods: [[UInt8]]
    private let proxies: TrustedProxies?

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
        format = try settings.tools.lineFormat(try settings.required("format"))
        let rule = try settings.required("robots")
        guard let robotRule = RobotRule(rawValue: rule) else {
            throw PluginError.option("robots", "'\(rule)' is none of skip, mark, keep")
        }
        self.robotRule = robotRule
        passesRobots = robotRule == .skip && !settings.tools.wantsUsesOfRobots
        robots = robotRule == .keep ? NoRobots() : try settings.tools.robots()
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
    }

    /// Reads a line and applies the rules.
    /// - Parameter classify: What a target means for the repository. Not called for other methods and statuses than those
    ///   that count.
    /// - Returns: nil when the line is none of the log's hits.
    /// - Throws: ``PluginError`` when the line is malformed.
    public func parse(_ message: LogMessage, classify: (Target) throws -> Classification) throws -> ParsedLine? {
        guard var line = try format.parse(message) else { return nil }
        line.ip = proxies.map { $0.client(of: line) } ?? ClientAddress.narrowed(line.ip, in: line.storage)
        if robotRule != .keep { line.robotPattern = try robots.pattern(foundIn: line.bytes(line.userAgent)) }
        guard methods.contains(where: { line.storage.holds($0, in: line.method) }) else {
            line.exclusion = Exclusion(rule: "method", detail: line.method.isEmpty ? nil : line.text(line.method))
            return line
        }
        guard statuses.contains(line.status) else {
            line.exclusion = Exclusion(rule: "status", detail: String(line.status))
            return line
        }
        if line.robot, passesRobots {
            line.exclusion = .robot
            return line
        }
        switch try classify(Target(line.storage, url: line.url)) {
        case .use(let usage): line.usage = usage
        case .excluded(let exclusion): line.exclusion = exclusion
        }
        if line.robot, robotRule == .skip { line.exclusion = .robot }
        return line
    }

    /// What a tracker is to be told of a parsed line.
    /// - Returns: nil when the line is no use of an item or was excluded.
    public func openURLParams(_ line: ParsedLine) -> OpenURLParams? {
        guard let usage = line.usage, line.exclusion == nil else { return nil }
        var params = OpenURLParams(
            event: usage.event, time: line.time, ip: Array(line.bytes(line.ip)),
            userAgent: Array(line.bytes(line.userAgent)), referer: Array(line.bytes(line.referer)), item: usage.item,
            itemURL: usage.itemURL, url: usage.fileURL ?? address(of: Target(line.storage, url: line.url)),
            repository: host)
        params.loggerTime = line.loggerTime
        if usage.fileURL != nil { params.format = MIMEType.ofFile(Target(line.storage, url: line.url)) }
        return params
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

    /// The verdict that an item's page was looked at.
    /// - Parameters:
    ///   - local: The item's identifier without the prefix.
    ///   - page: The path of the item's page.
    public func investigation(of local: String, page: String) -> Classification {
        .use(ItemUsage(event: .investigation, item: item(local), itemURL: address(ofPath: page)))
    }

    /// The verdict that a page of an item was looked at whose path is not that of the item's own page.
    /// - Parameters:
    ///   - local: The item's identifier without the prefix.
    ///   - target: The page's address.
    public func investigation(of local: String, _ target: Target) -> Classification {
        .use(ItemUsage(event: .investigation, item: item(local), itemURL: address(of: target)))
    }

    /// The verdict that a file of an item was fetched.
    /// - Parameters:
    ///   - local: The item's identifier without the prefix.
    ///   - part: What the URL calls the file within the item.
    ///   - page: The path of the item's page, where it can be derived.
    ///   - target: The file's address.
    public func request(of local: String, part: String? = nil, page: String?, _ target: Target) -> Classification {
        .use(
            ItemUsage(
                event: .request, item: item(local), part: part, itemURL: page.map(address(ofPath:)),
                fileURL: address(of: target)))
    }

    /// The verdict that an item was used whose identifier OAI-PMH gives as it stands, without `oai_prefix` (Dataverse's DOIs),
    /// and whose page is known only by the hit, if at all.
    public func use(_ event: UsageEvent, ofItem identifier: String, _ target: Target) -> Classification {
        let address = address(of: target)
        return .use(
            ItemUsage(
                event: event, item: PercentEncoding.withoutBlanks(identifier),
                itemURL: event == .investigation ? address : nil, fileURL: event == .request ? address : nil))
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

/// What a plugin says of a target.
public enum Classification: Sendable, Equatable {
    /// It is a use of an item.
    case use(ItemUsage)

    /// It is none, and this is why.
    case excluded(Exclusion)

    /// It has nothing to do with an item.
    public static let notAnItem = Classification.excluded(.notAnItem)
}

/// `robots =`
private enum RobotRule: String {
    case skip, mark, keep
}

/// The list of a service that keeps robots unlooked at.
private struct NoRobots: RobotList {
    let version: String? = nil

    func pattern(foundIn userAgent: ArraySlice<UInt8>) -> String? { nil }
}
