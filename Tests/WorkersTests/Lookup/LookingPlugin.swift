import Lookups
import PluginAPI
import RedisClient
import Settings
import TestKit
import Workers

/// A plugin for lines like `B UUID`: a Request of the item that the file of this UUID belongs to. `C UUID` needs its citation
/// too.
struct LookingPlugin: ParserPlugin {
    static let name = "looking"

    let lookups: ServiceLookups

    init(_ lookups: ServiceLookups) { self.lookups = lookups }
    init(settings: PluginSettings) throws { lookups = ServiceLookups(resolver: nil, metadata: nil) }

    func parseline(_ message: LogMessage) throws -> ParsedLine? {
        let words = String(decoding: message.line, as: UTF8.self).split(separator: " ").map(String.init)
        var line = ParsedLine(
            service: message.service, storage: message.line, time: UTCTime(secondsSince1970: 1_718_454_907))
        switch try lookups.resolver?.finding(for: Reference(.bitstream, words[1])) {
        case .item(let item): line.usage = ItemUsage(event: .request, item: "oai:repo.example.ac.uk:\(item.identifier)")
        case .excluded(let exclusion): line.exclusion = exclusion
        case .citation, nil: throw PluginError.malformed("no resolver")
        }
        return line
    }

    func openURLParams(_ line: ParsedLine) throws -> OpenURLParams? {
        guard let usage = line.usage else { return nil }
        var params = OpenURLParams(
            event: .request, time: line.time, ip: [], item: usage.item, url: [], repository: "repo.example")
        if line.storage.starts(with: "C".utf8),
            case .citation(let citation) = try lookups.metadata?.finding(for: Reference(.citation, usage.item))
        {
            params.citation = citation
        }
        return params
    }
}

/// A forwarder whose service `s` is looked up in a repository, and what becomes of its messages.
struct LookupBench {
    let bench: WorkerBench
    let repository: RepositoryStandIn
    let tracker: NginxServer

    init() throws {
        bench = try WorkerBench()
        repository = try RepositoryStandIn()
        tracker = try NginxServer()
    }

    /// Starts `pirus2_0`, which remembers nothing.
    func start(
        patience: [Int64] = [0, 0], doubleClicks: [String: Double] = [:],
        _ trackerProtocol: ForwarderSettings.TrackerProtocol = .irusR5
    ) throws -> RunningWorker {
        var settings = ForwarderSettings(listento: "pirus2", endpointURL: "\(tracker.url)/tracker/")
        (settings.successQueue, settings.otherQueue) = ("sent", "other")
        settings.trackerProtocol = trackerProtocol
        let forwarder = settings
        let items = try LookupSources.source(named: "dspace-rest", url: repository.dspaceREST, for: [.bitstream])
        let citations = try LookupSources.source(named: "oai-pmh", url: repository.oai, for: [.citation])
        return bench.start("pirus2_0") { context in
            let lookups = ServiceLookups(
                resolver: AskedResolver(service: "s", source: items),
                metadata: AskedResolver(service: "s", source: citations))
            return try ForwarderWorker(
                forwarder, parsers: ParserSet(["s": LookingPlugin(lookups)]), doubleClicks: doubleClicks,
                lookups: ["s": lookups], patience: LookupPatience(pauses: patience), userAgent: "loglines/test",
                in: context)
        }
    }

    /// Pushes a line for each UUID.
    func push(_ uuids: [String], as form: String = "B") throws {
        try bench.push(uuids.map { "\(form) \($0)" }, to: "pirus2")
    }

    /// Whether no message waits or is in hand, at one moment.
    func isSettled() throws -> Bool {
        let lengths =
            "redis.call('LLEN', 'pirus2') + redis.call('LLEN', 'temp:pirus2_0') + redis.call('ZCARD', 'retry:pirus2')"
        return try bench.server.run("EVAL", "return \(lengths)", "0").integer == 0
    }

    /// How many messages wait for another round.
    func waiting() throws -> Int { try bench.server.run("ZCARD", "retry:pirus2").integer ?? -1 }

    /// Works until nothing waits.
    func settle(_ worker: RunningWorker) throws {
        try eventually("all are settled") { try isSettled() }
        try worker.end()
    }

    /// The items that the tracker was told, in order.
    var items: [String] {
        tracker.requests.map { request in
            let query = request[3].split(separator: "&")
            return query.first { $0.hasPrefix("rft.artnum=") }.map { String($0.dropFirst("rft.artnum=".count)) } ?? ""
        }.sorted()
    }
}
