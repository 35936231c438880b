import Glibc
import RedisClient
import TestKit
import Testing

/// The protocol, as clients see it that were written from its description alone.
@Suite(.serialized) struct ActionsProtocolTests {
    @Test("Greeting, grammar, rebroadcast to the others, the newest ten")
    func asDescribed() throws {
        let site = try ActionsSite()
        #expect(try site.client("protocol") == CommandOutcome(0, "", ""))
    }

    @Test("A blocking reader never gets two states at once")
    func blockingReaders() throws {
        let site = try ActionsSite()
        #expect(try site.client("readers") == CommandOutcome(0, "", ""))
    }

    @Test("Bad lines get an error line, and the connection goes on; one that is too long ends it")
    func badLines() throws {
        let site = try ActionsSite()
        #expect(try site.client("bad") == CommandOutcome(0, "", ""))
        try eventually("they are counted") {
            try site.redis.run("HMGET", "worker:actions_0", "done", "failed").elements.map(\.text) == ["2", "10"]
        }
    }

    @Test("strict = yes closes as the original did")
    func strict() throws {
        let site = try ActionsSite("strict = yes")
        #expect(try site.client("strict") == CommandOutcome(0, "", ""))
    }

    @Test("Typed actions, and what clients can ask for")
    func typed() throws {
        let site = try ActionsSite()
        #expect(try site.client("typed") == CommandOutcome(0, "", ""))
    }

    @Test("2,000 clients at once hear of one another")
    func crowd() throws {
        let site = try ActionsSite()
        let outcome = try site.client("crowd", "2000")
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
    }

    @Test("Who does not read holds nobody up, and is told what is newest when it does")
    func slowReaders() throws {
        let site = try ActionsSite()
        let outcome = try site.client("slow")
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
    }

    @Test("Limits: clients, actions, lines a second")
    func limits() throws {
        let site = try ActionsSite("maxclients = 2\nmaxactions = 3\nlinerate = 100")
        try site.say((1...8).map { "A\($0) 1\n" }.joined() + (1...250).map { "A1 \($0)\n" }.joined())
        // What is sent faster is read later, and none of it is lost.
        try eventually("all are there") { try site.count("A1") == 251 }
        #expect(try site.redis.run("HLEN", "actions:actions_0:counts").integer == 3)
        let outcome = shell(
            """
            python3 -c 'import socket
            a = [socket.create_connection(("127.0.0.1", \(site.port))) for _ in range(3)]
            print([s.recv(65536)[:9] for s in a])'
            """, in: site.directory)
        #expect(outcome.output.hasSuffix("b'{\"error\":']\n"), "\(outcome)")
    }
}
