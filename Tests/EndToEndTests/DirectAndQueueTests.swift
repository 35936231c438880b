import Glibc
import PluginTestKit
import Statistics
import TestKit
import Testing

/// What came to a store through queues, and is imported straight into it: it counts once.
struct DirectAndQueueTests {
    private func site() throws -> Site {
        let site = try Site()
        try site.directory.write(
            "[worker_recorder]\nkind = recorder\nlistento = usage\ndatabase = sqlite:data/usage.sqlite\n",
            to: "workers_available/recorder.conf")
        try site.replace("fanout = pirus2", with: "fanout = pirus2 usage", in: "workers_available/broker.conf")
        try #require(loglines("enable", "recorder", in: site.directory).code == 0)
        try site.start()
        return site
    }

    private func expect(_ lines: Int, _ site: Site) throws {
        let store = SQLiteStore(path: site.directory.file("data/usage.sqlite"))
        try eventually("the recorder has all lines", within: 60) {
            try site.length("usage") + site.length("temp:recorder_0") == 0
        }
        var (items, sessions): ([String], Set<String>) = ([], [])
        try store.events(StoreSelection(), in: .time) { event in
            items.append(event.item.description)
            sessions.insert(event.session?.description ?? "")
        }
        #expect(
            items.sorted() == (0..<lines).filter { $0 % 4 != 0 }.map { "oai:repo.example:\($0)" }.sorted())
        // All in one hour: one for each address that does not get a 404, whoever has hashed it.
        #expect(sessions.count == Set((0..<lines).filter { $0 % 4 != 0 }.map { $0 % 250 }).count)
    }

    private func direct(_ site: Site, _ file: String) throws -> CommandOutcome {
        try loglines(
            "import", site.directory.file(file), "--service", "repo.example", "--direct", in: site.directory)
    }

    @Test("A file that was imported through a queue, and has grown since")
    func imported() throws {
        let site = try site()
        func write(_ items: Range<Int>) throws {
            try site.directory.write(
                items.map { "\(Site.line($0, status: $0 % 4 == 0 ? 404 : 200))\n" }.joined(), to: "old.log")
        }
        try write(0..<400)
        let answer = try loglines(
            "import", site.directory.file("old.log"), "--service", "repo.example", in: site.directory)
        #expect(answer.code == 0, "\(answer)")
        try site.settle(400)
        try write(0..<600)
        let direct = try direct(site, "old.log")
        #expect(direct.code == 0 && direct.errors.isEmpty, "\(direct)")
        #expect(direct.output.contains("150 records new in sqlite:"), "\(direct)")
        #expect(direct.output.contains("; 300 were there before"), "\(direct)")
        try expect(600, site)
    }

    @Test("The file that a tail reads gets the tail's ids; a copy of it is refused")
    func tailed() throws {
        let site = try site()
        try site.append(items: 0..<400)
        try site.settle(400)
        let first = try direct(site, "in/access.log")
        #expect(first.code == 0 && first.output.contains("0 records new in sqlite:"), "\(first)")
        // What the tail reads afterwards is there, and what it read while nobody recorded as well.
        try #require(loglines("stop", "recorder", in: site.directory).code == 0)
        try site.append(items: 400..<600)
        try site.settle(600)
        let second = try direct(site, "in/access.log")
        #expect(second.code == 0 && second.output.contains("150 records new in sqlite:"), "\(second)")
        try #require(loglines("start", "recorder", in: site.directory).code == 0)
        try site.append(items: 600..<700)
        try site.settle(700)
        try expect(700, site)
        try #require(shell("cp in/access.log copy", in: site.directory).code == 0)
        let copy = try direct(site, "copy")
        #expect(copy.code == 1)
        #expect(copy.errors.contains("has read this content, all \(site.bytesOfLog) bytes of it"), "\(copy)")
    }
}
