import PluginTestKit
import RedisClient
import TestKit
import Testing

/// Imports into a whole site that runs.
struct ImportedSiteTests {
    @Test("What is imported goes the way of what is tailed, and the ledger closes")
    func wholeWay() throws {
        let site = try Site()
        try site.start()
        try site.append(items: 1..<41)
        try site.settle(40)
        try site.directory.write(
            (41..<241).map { "\(Site.line($0, status: $0 % 4 == 0 ? 404 : 200))\n" }.joined(), to: "old.log")
        try #require(shell("gzip old.log", in: site.directory).code == 0)
        let answer = try loglines(
            "import", site.directory.file("old.log.gz"), "--service", "repo.example", in: site.directory)
        #expect(answer.code == 0, "\(answer)")
        try site.settle(240)
        #expect(site.tracker.accepted.count == 180)
        try #require(shell("zcat old.log.gz >>in/access.log", in: site.directory).code == 0)
        try site.settle(440)
        let ledger = try loglines("ledger", in: site.directory)
        #expect(ledger.output.contains("every line is accounted for"), "\(ledger)")
        #expect(try site.stop().code == 0)
    }

    @Test("A file that a tail will read from its beginning is not imported before")
    func followed() throws {
        let site = try Site()
        try site.directory.write("\(Site.line(1))\n", to: "in/access.log")
        let path = site.directory.file("in/access.log")
        let answer = try loglines("import", path, "--service", "repo.example", in: site.directory)
        #expect(answer.code == 1)
        #expect(
            answer.errors
                == "\(path): not imported: [logger_access] will read it from its beginning (start = beginning)\n")
    }

    @Test("A file that a tail reads is refused; the tail's own checkpoint is still found by explain")
    func tailed() throws {
        let site = try Site()
        try site.start()
        try site.append(items: 1..<11)
        try site.settle(10)
        let path = site.directory.file("in/access.log")
        let answer = try loglines("import", path, "--service", "repo.example", in: site.directory)
        #expect(answer.code == 1)
        #expect(answer.output.isEmpty)
        #expect(
            answer.errors
                == "\(path): not imported: the tail of \(path) reads this file, and has come to byte \(site.bytesOfLog)\n"
        )
        // A compressed copy of what the tail has read to its end.
        try #require(shell("gzip -c in/access.log >copy.gz", in: site.directory).code == 0)
        let copy = site.directory.file("copy.gz")
        let refused = try loglines("import", copy, "--service", "repo.example", in: site.directory)
        #expect(refused.code == 1)
        #expect(
            refused.errors
                == "\(copy): not imported: the tail of \(path) has read this content, all \(site.bytesOfLog) bytes of it\n"
        )
        // One that has grown since.
        try #require(shell("(cat in/access.log; echo more) | gzip -c >grown.gz", in: site.directory).code == 0)
        let grown = site.directory.file("grown.gz")
        let tooLong = try loglines("import", grown, "--service", "repo.example", in: site.directory)
        #expect(tooLong.code == 1)
        #expect(
            tooLong.errors.hasPrefix(
                "\(grown): not imported: the tail of \(path) has read its first \(site.bytesOfLog) bytes; import those behind: "
            ), "\(tooLong)")
        try site.directory.write((11..<21).map { "\(Site.line($0))\n" }.joined(), to: "old.log")
        let old = site.directory.file("old.log")
        try #expect(loglines("import", old, "--service", "repo.example", in: site.directory).code == 0)
        try site.settle(20)
        let explained = try loglines("explain", "--file", "in/access.log:3", in: site.directory)
        #expect(explained.code == 0 && explained.output.contains("its way has ended"), "\(explained)")
        let key = try #require(site.redis.run("KEYS", "checkpoint:import:*").elements.compactMap(\.text).first)
        let generation = try #require(key.split(separator: ":").last)
        let id = "\(generation):\(Site.line(11).utf8.count + 1)"
        try #require(shell("gzip old.log; mv old.log.gz old.log", in: site.directory).code == 0)
        let imported = try loglines("explain", "--id", id, in: site.directory)
        #expect(imported.code == 0 && imported.output.hasPrefix(Site.line(12)), "\(imported)")
        #expect(try site.stop().code == 0)
    }
}

extension Site {
    /// How many bytes the web log has.
    var bytesOfLog: Int { directory.read("in/access.log")?.utf8.count ?? 0 }
}
