import CounterRules
import Digests
import Forwarding
import Lookups
import PluginAPI
import PluginRegistry
import Queues
import Settings
import Workers

/// All that can be said of one line.
struct Explanation {
    /// What one forwarder makes of it.
    struct Forwarding {
        let worker: String
        let settings: ForwarderSettings
        let line: TriedLine
        /// What the double-click stage before it knows of the hit; nil: the stage does not look at it.
        let click: ClickLookup.Finding?
    }

    let subject: SubjectLine
    let plugin: String
    let format: String
    let line: TriedLine
    let decisions: [Decision]
    let forwardings: [Forwarding]
    /// What the send journals of this host tell of it, oldest first.
    let history: [SendHistory.Event]
    /// Where its message is; nil: nobody could be asked.
    let places: [MessageSearch.Found]?
    /// How many messages brokers keep on disk, where they cannot be searched; nil: none.
    let spilled: Int?
    let outage: String?
    /// Whether the address is hashed with a key that the workers do not have.
    let hasOwnHash: Bool
    /// The line for the first tracker, where its item could not be looked up.
    private let unresolved: TriedLine?
    /// Whether the tail does not take the line.
    private let isTooLong: Bool

    /// Applies today's rules and looks for the message.
    /// - Throws: ``LineNotFound`` when there is no such service, `RedisError`.
    init(
        of subject: SubjectLine, _ configuration: Configuration, redis: String, _ places: MessagePlaces
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
        let tails = configuration.workers.compactMap { worker -> Int? in
            guard case .tail(let tail) = worker.job, tail.servicename == name else { return nil }
            return tail.maxline
        }
        let framing = try configuration.framing(of: name)
        isTooLong = tails.max().map { subject.message.line.count > framing.longestRecord(maxline: $0) } ?? false
        let spilled = try places.spilled()
        self.spilled = spilled > 0 ? spilled : nil
        self.places = outage == nil ? try places.find(subject.isMessage) : nil
    }

    /// Where the line ends by today's rules: the leaf that the ledger would count; nil when it counts.
    var leaf: Leaf? {
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

extension Explanation {
    /// What `--json` prints.
    var json: JSONText {
        .object([
            ("service", .text(subject.message.service)), ("id", .optional(subject.message.id)),
            ("position", .optional(subject.position)), ("line", .bytes(subject.message.line)),
            ("plugin", .text(plugin)), ("format", .text(format)),
            (
                "decisions",
                .array(
                    decisions.map {
                        .object([
                            ("rule", .text($0.rule)), ("passes", .bool($0.passes)),
                            ("text", .text($0.text)),
                        ])
                    })
            ),
            ("leaf", .optional(leaf?.description)),
            (
                "trackers",
                .array(
                    forwardings.map {
                        .object([
                            ("worker", .text($0.worker)), ("endpoint_url", .text($0.settings.endpointURL)),
                            ("protocol", .text($0.settings.trackerProtocol.rawValue)), ("tried", $0.line.json),
                            ("double_click_of", .optional($0.click?.counts)),
                        ])
                    })
            ),
            (
                "history",
                .array(
                    history.map {
                        .object([("time", .text($0.time)), ("worker", .text($0.worker)), ("what", .text($0.what))])
                    })
            ),
            ("has_own_hash", .bool(hasOwnHash)), ("not_read", .optional(subject.notRead)),
            ("places", places.map { .array($0.map { .text($0.place.description) }) } ?? .null),
            ("error", .optional(outage)),
        ])
    }
}
