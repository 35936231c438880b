import FoundationEssentials
import Glibc
import RedisClient
import TestKit
import Testing

/// A forwarder is killed outright with requests in flight at a slow tracker: its journal tells which.
struct SendJournalTests {
    private static let items = 200
    private static let concurrency = 8

    private func site(onDoubt: String) throws -> Site {
        let forwarder = ["numprocs": "1", "concurrency": "\(Self.concurrency)", "on_doubt": onDoubt]
        let site = try Site(forwarder: forwarder, tracker: ["--delay", "50"])
        try site.start()
        try site.append(items: 0..<Self.items)
        try eventually("the work is under way") { try !site.tracker.accepted.isEmpty && site.inFlight > 0 }
        return site
    }

    /// The item numbers of the journal's `sent` lines. A message's id ends with the offset of its line.
    private func sent(_ site: Site) throws -> [Int] {
        var items: [Substring: Int] = [:]
        var offset = 0
        for (item, line) in (site.directory.read("in/access.log") ?? "").split(separator: "\n").enumerated() {
            items["\(offset)"] = item
            offset += line.utf8.count + 1
        }
        let journal = site.directory.read("data/journal/pirus2/pirus2_0.log") ?? ""
        let lines = journal.split(separator: "\n").map { $0.split(separator: " ") }
        return try lines.filter { $0[1] == "sent" }.map { words in
            let offset = try #require(words[2].split(separator: ":").last)
            return try #require(items[offset])
        }
    }

    private func doubled(_ items: [Int]) -> Set<Int> {
        Set(Dictionary(grouping: items) { $0 }.filter { $0.value.count > 1 }.keys)
    }

    private func accepted(_ site: Site) throws -> [Int] {
        try site.tracker.accepted.map { request in
            let item = try #require(request["rft.artnum"])
            return try #require(item.split(separator: ":").last.flatMap { Int($0) })
        }
    }

    @Test("on_doubt = resend: duplicates are those in flight at the kill, and each has two lines in the journal")
    func resend() throws {
        let site = try site(onDoubt: "resend")
        try site.killAndAwait("pirus2_0")
        try site.settle(Self.items)
        try site.expectNothingLostOrDoubled()
        let (accepted, journaled) = (try accepted(site), doubled(try sent(site)))
        #expect(Set(accepted) == Set((0..<Self.items).filter { $0 % 4 != 0 }))
        #expect((1...Self.concurrency).contains(journaled.count), "\(journaled)")
        #expect(doubled(accepted).isSubset(of: journaled))
        let log = site.directory.read("logs/pirus2_0.log") ?? ""
        #expect(log.contains("The last process ended before it had settled these requests"))
        #expect(log.contains("maybe_sent="))
    }

    @Test("on_doubt = hold: nothing is sent twice; what is in doubt is in failed, and queues retry sends it")
    func hold() throws {
        let site = try site(onDoubt: "hold")
        try site.killAndAwait("pirus2_0")
        try site.settle(Self.items)
        try site.expectNothingLostOrDoubled()
        let journaled = try sent(site)
        #expect(doubled(journaled).isEmpty)
        #expect(doubled(try accepted(site)).isEmpty)
        let failures = try site.redis.list("failed:pirus2")
        #expect((1...Self.concurrency).contains(failures.count))
        #expect(
            failures.allSatisfy {
                $0.contains(#""maybe sent at \"20"#) && $0.contains("no answer known (on_doubt = hold)")
            })
        #expect(try loglines("queues", "retry", "pirus2", in: site.directory).code == 0)
        try eventually("they are delivered") {
            try site.count("logs/articles.log") == Self.items * 3 / 4 && site.failed == 0
        }
        #expect(try sent(site).count == journaled.count + failures.count)
        #expect(Set(try accepted(site)) == Set((0..<Self.items).filter { $0 % 4 != 0 }))
    }
}
