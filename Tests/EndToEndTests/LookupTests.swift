import Glibc
import TestKit
import Testing

/// A DSpace 7 whose hits name UUIDs, with its REST interface to ask.
struct LookupTests {
    private typealias Holdings = RepositoryHoldings

    private let repository: RepositoryStandIn
    private let site: Site

    init() throws {
        repository = try RepositoryStandIn()
        site = try Site(
            service: """
                plugin = dspace
                format = combined
                robots = skip
                resolver = dspace-rest \(repository.dspaceREST)
                """)
    }

    private func line(_ target: String, agent: String = Site.browser) -> String {
        "192.0.2.44 - - [15/Jun/2024:12:35:07 +0000] \"GET \(target) HTTP/1.1\" 200 512 \"-\" \"\(agent)\""
    }

    private func content(_ uuid: String, agent: String = Site.browser) -> String {
        line("/server/api/core/bitstreams/\(uuid)/content", agent: agent)
    }

    @Test("Files and items are told by their handles; what does not count and robots' hits go to the other queue")
    func resolves() throws {
        try site.append([
            content(Holdings.original), line("/items/\(Holdings.item)"), content(Holdings.thumbnail),
            content(Holdings.uuid(1_000, kind: "b"), agent: "Googlebot/2.1"), line("/handle/\(Holdings.collection)"),
        ])
        try site.launch()
        try site.settle(5)
        let items = site.tracker.accepted.compactMap { $0["rft.artnum"] }
        #expect(items == ["oai:repo.example:1826/936", "oai:repo.example:1826/936"])
        #expect(Set(site.tracker.accepted.compactMap { $0["rft_dat"] }) == ["Request", "Investigation"])
        #expect(!repository.requests.contains { $0.contains(Holdings.uuid(1_000, kind: "b")) })
        let ledger = try loglines("ledger", in: site.directory).output
        for rule in ["thumbnail", "collection", "robot", "accepted"] { #expect(ledger.contains(rule), "\(ledger)") }
        try site.expectNothingLostOrDoubled()
    }

    @Test("While the repository is away messages wait, whatever is killed; then all are sent")
    func away() throws {
        repository.goDown()
        try site.append((1_000..<1_100).map { content(Holdings.uuid($0, kind: "b")) })
        try site.start()
        try eventually("the messages wait") { try site.retries.count == 100 }
        try eventually("the heartbeat says for whom") {
            try (0..<2).contains {
                let state = try site.heartbeat("pirus2_\($0)")["state"]
                return state?.contains("look-ups wait for dspace-rest of repo.example") == true
            }
        }
        let explained = try loglines(["explain", "--file", "in/access.log:1"], in: site.directory)
        let uuid = Holdings.uuid(1_000, kind: "b")
        #expect(explained.output.contains("look-up      waits for a look-up of bitstream \(uuid)"), "\(explained)")
        #expect(explained.output.contains("status       200 counts"), "\(explained)")
        for worker in ["pirus2_0", "pirus2_1"] { try site.killAndAwait(worker) }
        try repository.comeUp()
        try eventually("it is asked") { repository.requests.count > 3 }
        try site.killAndAwait("pirus2_0")
        try site.settle(100)
        let items = site.tracker.accepted.compactMap { $0["rft.artnum"] }
        #expect(Set(items) == Set((1_000..<1_100).map { "oai:repo.example:1826/\($0)" }))
        try site.expectNothingLostOrDoubled()
    }

    @Test("plugins try asks; a dry run sets apart what it would have to ask")
    func tried() throws {
        try site.append([content(Holdings.original), content(Holdings.thumbnail), line("/robots.txt")])
        let options = ["-o", "base_url=http://repo.example", "-o", "resolver=dspace-rest = \(repository.dspaceREST)"]
        let tried = try loglines(["plugins", "try", "dspace", "in/access.log"] + options, in: site.directory)
        #expect(tried.code == 0 && tried.output.contains("Request of oai:repo.example:1826/936"), "\(tried)")
        #expect(tried.output.contains("would be sent 1") && tried.output.contains("not sent: thumbnail 1"), "\(tried)")
        let asked = repository.requests.count
        let dryRun = try loglines(
            ["import", "in/access.log", "--service", "repo.example", "--dry-run"], in: site.directory)
        #expect(dryRun.code == 0 && dryRun.output.contains(/needs a look-up +2\n/), "\(dryRun)")
        #expect(repository.requests.count == asked)
        repository.goDown()
        let failed = try loglines(["plugins", "try", "dspace", "in/access.log"] + options, in: site.directory)
        let reason = "the look-up of bitstream \(Holdings.original) failed: dspace-rest: "
        #expect(failed.code == 0 && failed.output.contains(reason), "\(failed)")
    }

    @Test("A mapping file is read by all commands")
    func mappingFile() throws {
        try site.directory.write("bitstream,\(Holdings.original),1826/936,/handle/1826/936\n", to: "items.csv")
        try site.replace("dspace-rest \(repository.dspaceREST)", with: "csv = items.csv", in: "loglines.cfg")
        try site.append([
            content(Holdings.original), content(Holdings.thumbnail), line("/handle/\(Holdings.collection)"),
        ])
        let dryRun = try loglines(
            ["import", "in/access.log", "--service", "repo.example", "--dry-run"], in: site.directory)
        #expect(dryRun.output.contains(/would be sent +2\n/) && dryRun.output.contains(/unresolved +1\n/), "\(dryRun)")
        try site.launch()
        try eventually("one is given up") { try site.failed == 1 }
        try site.settle(3)
        // Handles are not in the file, so they stand for themselves.
        #expect(
            Set(site.tracker.accepted.compactMap { $0["rft.artnum"] })
                == ["oai:repo.example:1826/936", "oai:repo.example:\(Holdings.collection)"])
        let failed = try loglines(["queues", "failed", "pirus2"], in: site.directory).output
        #expect(
            failed.contains("item not resolved: bitstream \"\(Holdings.thumbnail)\" is not in items.csv"), "\(failed)")
        try site.expectNothingLostOrDoubled()
    }

    @Test(
        "What is wrong with a look-up is said at start",
        arguments: [
            ("resolver = csv items.csv", "resolver: ", "items.csv: No such file or directory"),
            (
                "resolver = csv in/access.log", "resolver: ",
                "in/access.log: holds nothing; what is looked up is bitstream, handle, uuid"
            ),
            ("resolver = dspace http://x.example/api", "resolver: dspace: there is no such interface", "dspace-rest"),
            ("resolver = dspace-rest", "resolver: 'dspace-rest' is not NAME URL or NAME FILE", ""),
            (
                "resolver = dataverse http://x.example/api",
                "resolver: dataverse: cannot tell what a bitstream or handle or uuid is", "dspace-rest"
            ),
            ("metadata = dataverse http://x.example/api", "metadata: dataverse: cannot tell what a citation is", ""),
            ("metadata = oai-pmh articles.xml", "metadata: ", "oai-pmh"),
        ])
    func configuration(line: String, beginning: String, more: String) throws {
        try site.replace("resolver = dspace-rest \(repository.dspaceREST)", with: line, in: "loglines.cfg")
        let check = try loglines(["config", "check"], in: site.directory)
        #expect(check.code == 78)
        let said = (check.output + check.errors).split(separator: "\n").first {
            $0.contains("[service_repo.example] \(beginning)")
        }
        #expect(said?.hasPrefix("loglines.cfg:") == true && said?.contains(more) == true, "\(check)")
    }
}
