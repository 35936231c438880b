import FoundationEssentials
import Glibc
import TestKit
import Testing

/// Connections that are made to be kept.
@Suite(.serialized) struct AttackPatienceTests {
    private func answersOthers(_ site: ConsoleSite) -> Bool {
        site.get("/health", "-m", "5").status == 200 && site.get("/login", "-m", "5").status == 200
    }

    /// How many sockets the console has.
    private func sockets(_ site: ConsoleSite) throws -> Int {
        let status = try loglines("status", "console", in: site.directory).output
        let folder = try "/proc/\(#require(status.firstMatch(of: /pid ([0-9]+)/)).output.1)/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
            // One may be closed meanwhile.
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)"))?.hasPrefix("socket:")
                == true
        }
    }

    @Test func idleConnectionsKeepNobodyOut() throws {
        let site = try ConsoleSite()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, 8_192)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var connections: [RawConnection] = []
        // More than a process may have open files at its start.
        for _ in 0..<1_200 { connections.append(try RawConnection(site)) }
        #expect(answersOthers(site))
        #expect(site.ask("/api/v1/state", site.basic).status == 200)
        _ = try site.logIn()
    }

    @Test func whoIsSlowIsNotWaitedFor() throws {
        let site = try ConsoleSite()
        let host = "Host: 127.0.0.1:\(site.port)\r\n"
        let (cookie, _) = try site.logIn()
        let post = "POST /login HTTP/1.1\r\n\(host)Content-Type: application/x-www-form-urlencoded\r\n"
        /// What is sent at once, and what follows byte by byte for ever.
        let slow: [(name: String, begin: String, drop: String)] = [
            ("nothing", "", ""), ("headers", "GET /health HTTP/1.1\r\n\(host)", "X-A: b\r\n"),
            (
                "a second request's headers", "GET /health HTTP/1.1\r\n\(host)\r\nGET /health HTTP/1.1\r\n\(host)",
                "X-A: b\r\n"
            ),
            ("a body", "\(post)Content-Length: 1000000\r\n\r\nname=", "a"),
            ("a body in chunks", "\(post)Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"),
            ("a body that nobody reads", "GET /health HTTP/1.1\r\n\(host)Content-Length: 1000000\r\n\r\n", "a"),
            ("a call's body", "POST /RPC2 HTTP/1.1\r\n\(host)\(cookie[1])\r\nContent-Length: 1000000\r\n\r\n", "<"),
        ]
        let before = try sockets(site)
        let connections = try slow.map { _ in try RawConnection(site) }
        for (it, connection) in zip(slow, connections) { connection.send(it.begin) }
        // Answers that nobody takes.
        let greedy = try RawConnection(site, readsLittle: true)
        let request = "GET /static/console.css HTTP/1.1\r\n\(host)\r\n"
        greedy.send(String(repeating: request, count: 2_000))
        var number = 0
        try eventually("all are ended", within: 90) {
            for (it, connection) in zip(slow, connections) where !connection.isClosed {
                let drop = Array(it.drop.utf8)
                if !drop.isEmpty {
                    connection.send(it.drop.count > 1 && it.drop.hasPrefix("1") ? drop : [drop[number % drop.count]])
                }
                connection.receive()
            }
            number += 1
            usleep(200_000)
            return connections.allSatisfy(\.isClosed)
        }
        #expect(answersOthers(site))
        try eventually("the one that does not read is let go of", within: 90) { try sockets(site) <= before }
    }
}
