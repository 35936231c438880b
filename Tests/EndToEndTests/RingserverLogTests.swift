import FoundationEssentials
import Glibc
import PluginAPI
import PluginTestKit
import Queues
import TestKit
import Testing

/// Tail, `import` and `plugins try` of a ringserver's logs, whose records may be blocks of lines.
@Suite("A ringserver's logs") struct RingserverLogTests {
    private static let block = """
        START CLIENT h [192.0.2.7] (SeedLink|a b) @ 2026-08-20T00:15:12Z (connected 2026-08-20T00:14:03Z) TX
        FR_ARBF_00_HHZ/MSEED 512 1
        FDSN:FR_ARBF_00_H_H_N/MSEED 1024 2
        END CLIENT h [192.0.2.7] total TX bytes: 1536

        """

    private func makeSite() throws -> ImportSite {
        let site = try ImportSite()
        try site.directory.write(
            "[redis]\nunixsocket = \(site.redis.directory.file("redis.sock"))\n"
                + "[DEFAULT]\nrobots = skip\n[service_repo.example]\nplugin = ringserver\n",
            to: "loglines.cfg")
        return site
    }

    @Test("A block is one message, once; the end of the log waits until it is whole")
    func imports() throws {
        let site = try makeSite()
        let half = Self.block.split(separator: "END")[0]
        try site.directory.write(Self.block + "{}\n" + half, to: "txlog")
        #expect(try site.importing("txlog --to q") == 2)
        #expect(try site.importing("txlog --to q") == 0)
        #expect(
            try site.run("txlog --to q").output
                == "txlog: 0 lines imported into q; known before: \(Self.block.utf8.count + 3) bytes; "
                + "\(half.utf8.count) bytes of an unfinished block left, in case it grows (import - <FILE takes them)\n"
        )
        try site.directory.write(Self.block + "{}\n" + Self.block, to: "txlog")
        #expect(try site.importing("txlog --to q") == 1)
        #expect(try site.importing("- --to q <txlog") == 0)
        let lines = try site.redis.list("q").reversed().map { entry in
            try String(decoding: MessageEnvelope(json: Array(entry.utf8)).message.line, as: UTF8.self)
        }
        #expect(lines == [String(Self.block.dropLast()), "{}", String(Self.block.dropLast())])
    }

    @Test("A dry run counts records; what is incomplete or malformed is told")
    func dryRun() throws {
        let site = try makeSite()
        try site.directory.write(Self.block + "{}\n" + Self.block.split(separator: "END")[0], to: "txlog")
        let outcome = try site.run("--dry-run --rejects rejects txlog")
        #expect(outcome.code == 0)
        let words = outcome.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(words.contains { $0.contains("transfer") && $0.hasSuffix("1") }, "\(words)")
        #expect(words.contains("2 lines rejected"), "\(words)")
        let rejects = site.directory.read("rejects") ?? ""
        #expect(rejects.contains("txlog\t\(Self.block.utf8.count)\tclient is missing\t{}\n"))
        #expect(rejects.contains("\tthe block has no END CLIENT: the log ended or went on without it\tSTART CLIENT h"))
    }

    @Test("A tail that is killed within a block loses nothing of it; the files of other intervals are followed too")
    func follows() throws {
        let site = try makeSite()
        let name = "txlog-20260820T0000-20260821T0000"
        let half = String(Self.block.split(separator: "FDSN")[0])
        try site.directory.write(Self.block + half, to: name)
        try site.directory.write(
            "[logger_tx]\npushto = q\nservicename = repo.example\nlogfile = *txlog-*\nstart = beginning\n",
            to: "workers_enabled/tx.conf")
        func start() throws -> ChildProcess {
            try ChildProcess(
                builtProgram("loglines"), ["worker", "tx"], in: site.directory.path, output: site.directory.file("out"))
        }
        func isThere(_ count: Int) throws {
            try eventually("\(count) blocks are there: \(site.directory.read("out") ?? "")") {
                try site.redis.list("q").count == count
            }
        }
        let first = try start()
        try isThere(1)
        kill(first.pid, SIGKILL)
        try site.directory.write(Self.block + Self.block, to: name)
        let second = try start()
        try isThere(2)
        try site.directory.write(Self.block, to: "txlog-20260821T0000-20260822T0000")
        try isThere(3)
        kill(second.pid, SIGTERM)
        let messages = try site.redis.list("q").map { try MessageEnvelope(json: Array($0.utf8)).message }
        #expect(Set(messages.map { String(decoding: $0.line, as: UTF8.self) }) == [String(Self.block.dropLast())])
        #expect(Set(messages.compactMap(\.id)).count == 3)
    }

    @Test("plugins try shows the transfers of a record")
    func tries() throws {
        let site = try makeSite()
        try site.directory.write(Self.block + Self.block, to: "txlog")
        let program = try builtProgram("loglines")
        let outcome = shell("'\(program)' plugins try ringserver txlog", in: site.directory)
        #expect(
            outcome.output.hasPrefix(
                """
                1  not sent: transfer
                   time          2026-08-20T00:15:12Z
                   address       192.0.2.7
                   user agent    a b
                   transfer      TX FR ARBF 00 HHZ: 512 bytes, 1 packets
                   transfer      TX FR ARBF 00 HHN: 1024 bytes, 2 packets
                2  not sent: transfer
                """), "\(outcome)")
        #expect(outcome.output.hasSuffix("2 lines; not sent: transfer 2\n"))
        let explained = shell(
            "'\(program)' explain --file txlog:5 --service repo.example", in: site.directory)
        #expect(explained.code == 0 && explained.output.contains("transfer"), "\(explained)")
        let within = shell("'\(program)' explain --file txlog:6 --service repo.example", in: site.directory)
        #expect(within.code == 1 && within.errors.contains("the line is within a record"), "\(within)")
    }
}
