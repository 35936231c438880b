import Forwarding
import PluginAPI
import PluginRegistry
import PluginTestKit
import Settings
import TrackerProtocol

extension FuzzTarget {
    /// Every plugin, with the settings of a usual service.
    static let plugins = ParserPlugins.all.map { type in
        let made = Result { try type.init(settings: .usual) }
        return FuzzTarget("plugin-\(type.name)") { input in
            let plugin = try made.get()
            try check(plugin, line: input)
            // Few mutations of a line keep its shape, so the input also stands where a target does.
            let prefix = type.name == "ora" ? "2009-04-01 01:14:28,301,301 INFO  [wsgi] " : ""
            try check(
                plugin,
                line: Array("\(prefix)192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] \"GET ".utf8)
                    + input.filter { $0 != 34 }
                    + Array(" HTTP/1.1\" 200 1048576 \"-\" \"Mozilla/5.0\"".utf8))
        }
    }

    private static func check(_ plugin: some ParserPlugin, line input: [UInt8]) throws {
        let message = LogMessage(service: "repo.example", line: input)
        do {
            guard let line = try plugin.parseline(message) else { return }
            try require(try plugin.parseline(message) == line, "read twice it differs")
            try line.requireSound(madeFrom: input)
            try require(line.usage != nil || line.exclusion != nil, "neither a use nor a reason why not")
            let params = try plugin.openURLParams(line)
            try require(
                (params == nil) == (line.exclusion != nil), "told although excluded, or not told without reason")
            if let params { try check(params, of: line) }
        } catch let error as PluginError {
            try requireShowable(error.description)
        }
    }

    /// States what holds for every use that a tracker is told of.
    private static func check(_ params: OpenURLParams, of line: ParsedLine) throws {
        try require(params.time == line.time, "another time")
        try require(params.ip.elementsEqual(line.bytes(line.ip)), "another client")
        try require(params.userAgent.elementsEqual(line.bytes(line.userAgent)), "another user agent")
        for address in [params.url, params.itemURL ?? params.url] {
            let isOurs = address.starts(with: "https://repo.example/".utf8)
            try require(isOurs, "an address elsewhere: \(String(decoding: address, as: UTF8.self))")
        }
        for (trackerProtocol, version) in zip(ForwarderSettings.TrackerProtocol.allCases, ProtocolVersion.allCases) {
            var settings = ForwarderSettings(listento: "pirus2", endpointURL: "https://tracker.example/")
            settings.trackerProtocol = trackerProtocol
            guard let query = OpenURLRenderer(settings).query(for: params, service: "repo.example") else { continue }
            // What stands where the client's address should is the log's to answer for.
            for problem in OpenURLCheck(query: query, version: version).problems where problem.key != "req_id" {
                throw BrokenProperty(description: "a tracker would refuse it: \(problem)")
            }
        }
    }
}

extension PluginSettings {
    /// Options that suit every plugin; each reads those it knows.
    fileprivate static let usual = testing([
        "oai_prefix": "oai:repo.example",
        "request_path": "/files/(?<id>[^/?#]+)", "investigation_path": "^/record/(?<id>[^?#]+)", "url": "/record/{id}",
    ])
}
