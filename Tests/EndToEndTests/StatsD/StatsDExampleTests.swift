import PluginTestKit
import TestKit
import Testing

/// The worker file of the example site, with nothing changed in it but the ports.
@Suite(.enabled(if: PackageRoot.sharedData("../examples/site") != nil, "needs ../shared/examples"))
struct StatsDExampleTests {
    @Test("The example's statsd.conf starts as it stands")
    func asItStands() throws {
        let (directory, redis) = (try TemporaryDirectory(), try RedisServer())
        let source = try #require(PackageRoot.sharedData("../examples/site/workers_available/statsd.conf"))
        let ports = (0..<3).map { _ in freeServerPort() }
        try directory.write("[redis]\nunixsocket = \(redis.directory.file("redis.sock"))\n", to: "loglines.cfg")
        let prepared = shell(
            """
            mkdir workers_enabled && \
            sed 's/8125/\(ports[0])/; s/8126/\(ports[1])/; s/2003/\(ports[2])/' '\(source)' >workers_enabled/statsd.conf
            """, in: directory)
        try #require(prepared == CommandOutcome(0, "", ""))
        let worker = try ChildProcess(
            try builtProgram("loglines"), ["worker", "statsd", "-C", directory.path],
            output: directory.file("worker.out"))
        try eventually("it takes metrics") { directory.read("worker.out")?.contains("Takes metrics") == true }
        worker.signal(15)
        #expect(worker.wait() == 0)
    }
}
