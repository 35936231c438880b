import FoundationEssentials
import RedisClient
import TestKit
import Testing

/// Clients' addresses through the built program: what the tracker gets of them.
struct AnonymisingTests {
    private func line(_ address: String, item: Int, at time: String = "15/Jun/2024:12:35:07") -> String {
        #"\#(address) - - [\#(time) +0000] "GET /items/\#(item) HTTP/1.1" 200 512 "-" "\#(Site.browser)""#
    }

    /// What the tracker was told of each address: the item's number is that of the client.
    private func told(_ site: Site) throws -> [Int: Set<String>] {
        var told: [Int: Set<String>] = [:]
        for pairs in site.tracker.accepted {
            let page = try #require(pairs["rft.artnum"])
            told[try #require(Int(page.split { $0 == ":" || $0 == "/" }.last ?? "")), default: []]
                .insert(pairs["req_id"] ?? "")
        }
        return told
    }

    @Test("Truncated addresses, and double clicks as exact as with whole ones")
    func truncated() throws {
        let site = try Site(service: Site.items + "\nanonymise = truncate\ndouble_clicks = 1")
        try site.append([
            // Two readers of one network, with one user agent, on one item: both count.
            line("192.0.2.44", item: 1), line("192.0.2.45", item: 1, at: "15/Jun/2024:12:35:09"),
            // One reader twice, before and after midnight: the later counts.
            line("192.0.2.46", item: 2, at: "15/Jun/2024:23:59:50"),
            line("192.0.2.46", item: 2, at: "16/Jun/2024:00:00:10"),
            line("2001:db8:1:2:3:4:5:6", item: 3),
        ])
        try site.start()
        try site.settle(5)
        #expect(site.tracker.accepted.count == 4)
        #expect(try told(site) == [1: ["192.0.2.0"], 2: ["192.0.2.0"], 3: ["2001:db8:1::"]])
        #expect(site.count("logs/articles.log") == 4)
        // The lines themselves stay as they are.
        #expect(site.directory.read("logs/articles.log")?.contains("192.0.2.44 - -") == true)
        try site.expectNothingLostOrDoubled()
        try #expect(site.stop().code == 0)
    }

    @Test("Hashes of a day are the same from every process, also after it was killed, and others the next day")
    func hashed() throws {
        let site = try Site(service: Site.items + "\nanonymise = hash", forwarder: ["protocol": "pirus2"])
        try site.start()
        var lines = 0
        for (stopped, running) in [("pirus2_0", "pirus2_1"), ("pirus2_1", "pirus2_0")] {
            try #require(loglines("stop", stopped, in: site.directory).code == 0)
            try site.append((1...4).map { line("192.0.2.\($0)", item: $0) })
            lines += 4
            try site.settle(lines)
            try site.killAndAwait(running)
            try site.append((1...4).map { line("192.0.2.\($0)", item: $0) })
            lines += 4
            try site.settle(lines)
            try #require(loglines("start", stopped, in: site.directory).code == 0)
        }
        let hashes = try told(site)
        #expect(site.tracker.accepted.count == 16)
        #expect(hashes.keys.sorted() == [1, 2, 3, 4])
        #expect(hashes.values.allSatisfy { $0.count == 1 && $0.first?.utf8.count == 32 })
        #expect(Set(hashes.values).count == 4)
        #expect(site.directory.read("tracker.log")?.contains("192.0.2.") == false)

        let key = "anonymise:repo.example:2024-06-15+1"
        let left = try site.redis.run("TTL", key).integer ?? 0
        #expect((1...86_400).contains(left))
        let explained = try loglines(["explain", line("192.0.2.1", item: 1)], in: site.directory)
        let hash = try #require(hashes[1]?.first)
        #expect(explained.output.contains(hash), "\(explained)")
        #expect(!explained.output.contains("a key of this run"))

        try site.append([line("192.0.2.1", item: 1, at: "16/Jun/2024:12:35:07")])
        try site.settle(lines + 1)
        #expect(try told(site)[1]?.count == 2)
        let unknown = try loglines(
            ["explain", line("192.0.2.1", item: 1, at: "18/Jun/2024:12:35:07")], in: site.directory)
        #expect(unknown.output.contains("hashed with a key of this run"), "\(unknown)")
        #expect(try site.redis.run("EXISTS", "anonymise:repo.example:2024-06-18+1").integer == 0)
        try #expect(site.stop().code == 0)
    }

    @Test("The PIRUS2 daemon's MD5, with a salt from the environment that is never shown")
    func salted() throws {
        let site = try Site(service: Site.items, forwarder: ["protocol": "pirus2"])
        try site.replace("[DEFAULT]", with: "[DEFAULT]\nanonymise = md5 ${READERS}", in: "loglines.cfg")
        let program = "'\(try builtProgram("loglines"))'"
        let shown = shell(
            "READERS=pepper \(program) config show -C .; READERS=pepper \(program) config check -C .",
            in: site.directory)
        #expect(shown.code == 0, "\(shown)")
        #expect(shown.output.contains("md5 ••••"))
        #expect(!(shown.output + shown.errors).contains("pepper"))
        // Vector T3.
        let tried = shell(
            """
            echo '\(line("192.0.2.44", item: 1))' | \(program) plugins try combined -C . --protocol pirus2 --json \
                -o base_url=http://repo.example -o 'request_path=^/items/(.*)' -o 'anonymise=md5 pepper'
            """, in: site.directory)
        #expect(tried.output.contains(#""req_id": "d958821cb3f918fda2d574f8c38d4c1d""#), "\(tried)")
        #expect(!tried.output.contains("192.0.2.44"))
        #expect(tried.errors.isEmpty)
    }

    @Test(
        "The check names the key; hashes for IRUS are warned of",
        arguments: [
            ("anonymise = yes", "anonymise: 'yes' is none of none, truncate, hash, hash DAYS, md5 SALT", 78),
            ("anonymise = md5", "anonymise: md5 needs a salt: anyone can hash all addresses without one", 78),
            ("anonymise = hash 0", "anonymise: '0' is no number of days from 1 to 366", 78),
            ("anonymise = hash 7", "anonymise: leaves no address, and [worker_pirus2] speaks irus-r5", 0),
            ("anonymise = truncate", "", 0),
        ])
    func checked(option: String, said: String, code: Int32) throws {
        let site = try Site(service: Site.items + "\n\(option)")
        let checked = try loglines(["config", "check"], in: site.directory)
        #expect(checked.code == code, "\(checked)")
        #expect(
            said.isEmpty
                ? !checked.errors.contains("anonymise") : checked.errors.contains("[service_repo.example] \(said)"),
            "\(checked)")
    }

    @Test("A try says that its hashes are nobody else's")
    func tried() throws {
        let site = try Site()
        let tried = shell(
            """
            printf '%s\\n%s\\n' '\(line("192.0.2.44", item: 1))' '\(line("192.0.2.44", item: 2))' \
                | '\(try builtProgram("loglines"))' plugins try combined -C . --protocol pirus2 \
                -o base_url=http://repo.example -o 'request_path=^/items/(.*)' -o anonymise=hash
            """, in: site.directory)
        #expect(tried.errors == "addresses are hashed with a key of this run alone; the workers' hashes are others\n")
        #expect(!tried.output.contains("192.0.2"))
        let hashes = tried.output.split(separator: "\n").filter { $0.contains("req_id") }
        #expect(hashes.count == 2 && Set(hashes).count == 1, "\(tried.output)")
    }
}
