import FoundationEssentials
import Glibc
import PluginTestKit
import RedisClient
import TestKit
import Testing

/// A site whose lines come into a store by an import, and of which reports are made.
struct ReportedSite {
    /// The ways into the store.
    enum Way: String, CaseIterable {
        case direct
        case queue
    }

    /// The script that counts anew, and what it calls items.
    static let scripts = "\(PackageRoot.path)/Tests/Scripts/Reports"

    /// Whether JSON can be held against rules.
    static var canValidate: Bool {
        guard let directory = try? TemporaryDirectory() else { return false }
        return shell("python3 -c 'import jsonschema'", in: directory).code == 0
    }

    let site: ImportSite
    var directory: TemporaryDirectory { site.directory }

    /// - Parameter service: The keys of `[service_repo.example]` besides its addresses.
    init(_ service: String) throws {
        site = try ImportSite(service: "plugin = combined\nformat = combined\n\(service)")
        try directory.write(
            "[worker_recorder]\nkind = recorder\nlistento = usage\ndatabase = sqlite:data/usage.sqlite\n",
            to: "workers_available/recorder.conf")
        try #require(loglines("enable", "recorder", in: directory).code == 0)
    }

    /// Brings a log's lines into the store.
    func take(_ file: String, by way: Way = .direct) throws {
        guard way == .queue else {
            try site.importing("\(file) --direct")
            return
        }
        try site.importing("\(file) --to usage")
        let recorder = try ChildProcess(
            builtProgram("loglines"), ["worker", "recorder", "0"], in: directory.path,
            output: directory.file("recorder.out"))
        try eventually("the recorder has all lines", within: 120) {
            try site.redis.run("LLEN", "usage").integer == 0 && site.redis.run("LLEN", "temp:recorder_0").integer == 0
        }
        recorder.signal(SIGTERM)
        #expect(recorder.wait() == 0, "\(directory.read("recorder.out") ?? "")")
    }

    /// What `loglines report` prints.
    /// - Parameter words: The kind, the months, the options.
    func report(_ words: String) throws -> String {
        let answer = shell("'\(try builtProgram("loglines"))' report \(words)", in: directory)
        try #require(answer.code == 0, "\(answer)")
        return answer.output
    }

    /// An Item Report's counts: `ITEM<tab>METRIC<tab>YYYY-MM<tab>COUNT`, in the order of their bytes.
    func counts(from: String, to: String) throws -> [String] {
        let json = try report("ir --from \(from) --to \(to) --json")
        let report = try JSONDecoder().decode(CountedReport.self, from: Data(json.utf8))
        return report.Report_Items.flatMap(\.Items).flatMap { item in
            let id = item.Item_ID.Proprietary.drop { $0 != ":" }.dropFirst()
            return item.Attribute_Performance.flatMap { attributes in
                attributes.Performance.flatMap { metric, months in
                    months.map { "\(id)\t\(metric)\t\($0)\t\($1)" }
                }
            }
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The same as Python counts it from the log's lines.
    func recount(_ file: String, request: String, investigation: String) throws -> [String] {
        let answer = shell(
            """
            python3 '\(Self.scripts)/recount.py' '\(PackageRoot.robotsList)' '\(PackageRoot.aiAgentsList)' \
            oai:repo.example '\(request)' '\(investigation)' '\(file)'
            """, in: directory)
        try #require(answer.code == 0, "\(answer)")
        return lines(answer.output)
    }

    /// The lines of a text in the order of their bytes.
    func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// What is looked at of an Item Report.
private struct CountedReport: Decodable {
    struct Parent: Decodable {
        let Items: [Item]
    }

    struct Item: Decodable {
        let Item_ID: Identifiers
        let Attribute_Performance: [Attributes]
    }

    struct Identifiers: Decodable {
        let Proprietary: String
    }

    struct Attributes: Decodable {
        let Performance: [String: [String: Int]]
    }

    let Report_Items: [Parent]
}

/// Expects the same rows, and says the first few that are not.
func expectSame(_ found: [String], _ expected: [String], _ location: SourceLocation = #_sourceLocation) {
    let difference = found.difference(from: expected)
    #expect(difference.isEmpty, "\(difference.count): \(difference.prefix(6))", sourceLocation: location)
}
