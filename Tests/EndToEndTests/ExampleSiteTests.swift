import FoundationEssentials
import Glibc
import PluginTestKit
import TestKit
import Testing

/// The example site that is handed round, with nothing changed in it but the ports.
@Suite(.enabled(if: PackageRoot.sharedData("../examples/site") != nil, "needs ../shared/examples"))
struct ExampleSiteTests {
    private static let source = PackageRoot.sharedData("../examples/site")

    @Test("The example site starts as it stands, and the calls of its commands.txt work")
    func asItStands() throws {
        let port = freePort()
        let directory = try TemporaryDirectory()
        let redis = try ChildProcess(
            "/usr/bin/redis-server", ["--port", String(port), "--save", "", "--dir", directory.path])
        defer { redis.end(SIGTERM) }
        let tracker = try TrackerProcess(directory)
        let source = try #require(Self.source)
        let prepared = shell(
            """
            cp -r '\(source)/.' . && mkdir in &&
            sed -i 's/6379/\(port)/' loglines.cfg && sed -i 's/8089/\(tracker.port)/' workers_available/pirus2.conf &&
            printf '%s\\n' '\(Site.line(1))' '\(lineOf("/presentations/talk.pdf"))' '\(lineOf("/blog/a/"))' >in/access.log
            """, in: directory)
        try #require(prepared == CommandOutcome(0, "", ""))
        // Its other worker files are of kinds that later versions bring: they are there, and not enabled.
        #expect(try loglines("worker", "broker", "7", in: directory).code == 64)

        let supervisor = try ChildProcess(
            try builtProgram("loglines"), ["supervisor", "--directory", directory.path],
            output: directory.file("supervisor.out"))
        try eventually("three lines went their way") {
            lines("logs/articles.log", directory) == 2 && lines("logs/other.log", directory) == 1
        }
        #expect(
            tracker.accepted.map { $0["rft_dat"] }.sorted { ($0 ?? "") < ($1 ?? "") } == ["Investigation", "Request"])

        let queues = try loglines("queues", "--json", in: directory)
        #expect(queues.code == 0)
        let overviews = try JSONDecoder().decode([Overview].self, from: Data(queues.output.utf8))
        #expect(overviews.map(\.name) == ["articlelog", "loglines", "otherlog", "pirus2"])

        // One instance by hand, while the supervisor's stands still.
        #expect(try loglines("stop", "pirus2", in: directory).code == 0)
        let program = try builtProgram("loglines")
        let byHand = try ChildProcess(
            program, ["worker", "pirus2", "0", "--directory", directory.path], output: directory.file("by-hand.out"))
        #expect(
            shell("printf '%s\\n' '\(lineOf("/presentations/other.pdf"))' >>in/access.log", in: directory).code == 0)
        try eventually("the instance sent one") { lines("logs/articles.log", directory) == 3 }
        byHand.signal(SIGINT)
        #expect(byHand.wait() == 0)

        let tried = shell(
            """
            printf '%s\\n' '\(lineOf("/bitstream/handle/1/2/a.pdf"))' >dspace.log
            '\(program)' plugins try dspace dspace.log --json -o format=combined -o base_url=https://r.example \
                -o oai_prefix=oai:r.example
            """, in: directory)
        #expect(tried.code == 0)
        #expect(tried.output.contains("\"item\": \"oai:r.example:1/2\""))

        supervisor.signal(SIGINT)
        #expect(supervisor.wait() == 0)
    }

    private func lineOf(_ path: String) -> String { Site.line(1).replacing("/items/1", with: path) }

    private func lines(_ file: String, _ directory: TemporaryDirectory) -> Int {
        directory.read(file)?.split(separator: "\n").count ?? 0
    }
}

private struct Overview: Decodable {
    let name: String
}
