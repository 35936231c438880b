import CounterRules
import Digests
import Forwarding
import Lookups
import PluginAPI
import PluginRegistry
public import Queues
public import Settings
public import Workers

/// All that can be said of one line.
public struct Explanation: Sendable {
    /// What one forwarder makes of it.
    public struct Forwarding: Sendable {
        /// The worker's name: `pirus2`.
        public let worker: String
        /// Its settings, which name the tracker.
        public let settings: ForwarderSettings
        /// The line with what the tracker is told.
        public let line: TriedLine
        /// What the double-click stage before it knows of the hit; nil: the stage does not look at it.
        public let click: ClickLookup.Finding?
    }

    /// The line, and where it stands.
    public let subject: SubjectLine
    /// The plugin that reads it.
    public let plugin: String
    /// The log format that the plugin reads it by.
    public let format: String
    /// What the plugin makes of it.
    public let line: TriedLine
    /// What each rule says of it, in their order, up to the first that is met.
    public let decisions: [Decision]
    /// What each forwarder makes of it.
    public let forwardings: [Forwarding]
    /// What the send journals of this host tell of it, oldest first.
    public let history: [SendHistory.Event]
    /// Where its message is; nil: nobody could be asked.
    public let places: [MessageSearch.Found]?
    /// How many messages brokers keep on disk, where they cannot be searched; nil: none.
    public let spilled: Int?
    /// Why Redis could not be asked; nil: it was.
    public let outage: String?
    /// Whether the address is hashed with a key that the workers do not have.
    public let hasOwnHash: Bool
    /// The line for the first tracker, where its item could not be looked up.
    private let unresolved: TriedLine?
    /// Whether the tail does not take the line.
    private let isTooLong: Bool

    /// Applies today's rules and looks for the message.
    /// - Parameters:
    ///   - redis: The name of a `[redis_NAME]` section; "" for `[redis]`.
    ///   - found: Where the message is, where that is known: then no queue is read. nil: it is looked for everywhere, which
    ///     reads all queues.
    /// - Throws: ``LineNotFound`` when there is no such service, `RedisError`, and what keeps the journals from being read.
    public init(
        of subject: SubjectLine, _ configuration: Configuration, redis: String, _ places: MessagePlaces,
        at found: [MessageSearch.Found]? = nil
    ) throws {
        self.subject = subject
        let name = subject.message.service
        let forwarders = configuration.workers.compactMap { worker -> (name: String, settings: ForwarderSettings)? in
            guard worker.redis == redis, case .pirus2(let settings) = worker.job else { return nil }
            return (worker.name, settings)
        }
        let fallback = forwarders.map(\.settings.repositoryPlugin).first { !$0.isEmpty } ?? ""
        guard
            let service = configuration.services[name]
                ?? (fallback.isEmpty ? nil : ServiceSettings(id: name, plugin: fallback))
        else { throw LineNotFound("no [service_\(name)] section says how to read the lines of \(name)") }
        let ownKeys = RandomKeys()
        let tools = ProgramTools(
            directory: configuration.directory,
            addressKeys: places.outage == nil
                ? configuration.addressKeys(ofRedis: redis, else: ownKeys) : ownKeys.key)
        plugin = service.plugin.isEmpty ? fallback : service.plugin
        let options = PluginSettings(service: name, options: service.options, tools: tools)
            .withDefaults(of: try ParserPlugins.plugin(named: plugin).options)
        format = options["format"] ?? ""

        let lists = try options["robots"] == nil ? nil : UserAgentRules(options).lists
        forwardings = try forwarders.map { forwarder in
            let resolvers = try service.resolvers(
                fallback: fallback, for: forwarder.settings.trackerProtocol)
            let parser = try service.parser(fallback: fallback, tools, resolvers)
            let tried = TriedLine(subject.message, parser, OpenURLRenderer(forwarder.settings)) { reference in
                places.recall(Lookup(service: name, reference), for: resolvers.lookups)
            }
            let click = tried.openURL == nil ? nil : try Click(tried.parsed, parser, service)
            return Forwarding(
                worker: forwarder.name, settings: forwarder.settings, line: tried,
                click: try click.flatMap { try places.finding($0, subject.message, queue: forwarder.settings.listento) }
            )
        }
        let unsent = OpenURLRenderer(ForwarderSettings(listento: "", endpointURL: ""))
        // What is not known yet, or never will be, has its decisions too: all but the last.
        let unresolved = forwardings.first.flatMap { first in
            first.line.parsed == nil && [.needsLookup, .unresolved].contains(first.line.leaf) ? first.line : nil
        }
        let known = unresolved == nil ? forwardings.first?.line : nil
        line = try known ?? TriedLine(subject.message, service.parser(fallback: fallback, tools), unsent)
        hasOwnHash = ownKeys.haveHashed
        let decided = line.parsed.map { Decision.all(on: $0, options: options, lists: lists) } ?? []
        decisions = decided + (unresolved?.error.map { [Decision(rule: "look-up", passes: false, text: $0)] } ?? [])
        self.unresolved = unresolved
        history = try SendHistory(folder: SendHistory.folder(in: configuration.directory)).events(of: subject.message)
        outage = places.outage
        let longest = configuration.workers.compactMap(\.job.source).filter { $0.service == name }.map(\.maxline).max()
        let framing = try configuration.framing(of: name)
        isTooLong = longest.map { subject.message.line.count > framing.longestRecord(maxline: $0) } ?? false
        let spilled = try places.spilled()
        self.spilled = spilled > 0 ? spilled : nil
        self.places = outage == nil ? try found ?? places.find(subject.isMessage) : nil
    }

    /// Where the line ends by today's rules: the leaf that the ledger would count; nil when it counts.
    public var leaf: Leaf? {
        if isTooLong { return .tooLong }
        if let unresolved { return unresolved.leaf == .unresolved ? .unresolved : nil }
        guard let parsed = line.parsed else { return line.error == nil ? .noHit : .malformed }
        return parsed.exclusion.map { Leaf($0, of: parsed) }
    }
}

extension Click {
    /// The hit as the double-click stage sees it; nil when the stage does not look at it.
    fileprivate init?(_ line: ParsedLine?, _ parser: any ParserPlugin, _ service: ServiceSettings) throws {
        guard let grace = service.doubleClicks.grace, let line, let use = try parser.openURLParams(line) else {
            return nil
        }
        self.init(
            service: service.id, time: use.time.secondsSince1970, window: DoubleClicks.window, grace: grace,
            name: ClickIdentity(use, line).name(slice:))
    }
}

extension SubjectLine {
    /// Whether a message is this line's: by its id, where that is known.
    fileprivate func isMessage(_ envelope: MessageEnvelope) -> Bool {
        guard let id = message.id else { return envelope.message.line == message.line }
        return envelope.message.id == id
    }
}
