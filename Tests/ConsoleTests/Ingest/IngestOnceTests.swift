import FoundationEssentials
import Glibc
import RedisClient
import TestKit
import Testing

/// Each line once, whatever breaks.
@Suite(.serialized) struct IngestOnceTests {
    private let site: IngestSite

    init() throws { site = try IngestSite() }

    @Test func aKilledConsoleGoesOn() throws {
        try site.write(0..<120_000, to: "a")
        let url = "\(site.site.url)/ingest/repo.example"
        for part in 1...2 {
            let upload = try ChildProcess(
                "/usr/bin/curl", ["-s", "--limit-rate", "4M", "--data-binary", "@a", url], in: site.directory.path)
            try eventually("lines have come") { try site.length() > part * 20_000 }
            kill(try site.console(), SIGKILL)
            #expect(upload.wait() != 0)
            try eventually("the console is back") { site.site.get("/health").status == 200 }
        }
        let taken = try site.length()
        #expect(taken < 120_000)
        #expect(site.post(file: "a") == .init(200, 120_000))
        #expect(site.post(file: "a") == .init(200, 120_000, duplicate: true))
        try site.expect(120_000)
        #expect(try Set(site.ids()).count == 120_000)
        #expect(try site.counted("read") == 120_000)
        let report = try loglines("ledger", in: site.directory)
        #expect(report.code == 0, "\(report)")
    }

    @Test func aLostConnectionGoesOn() throws {
        try site.write(0..<60_000, to: "a")
        #expect(
            try site.python(
                """
                data = open('a', 'rb').read()[:3000000]
                s.sendall(b'POST /ingest/repo.example HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 90000000\\r\\n\\r\\n' + data)
                s.shutdown(socket.SHUT_WR)
                print(s.recv(1000).decode().split('\\r\\n')[0])
                """) == "HTTP/1.1 400 Bad Request\n")
        let taken = try site.length()
        #expect(taken > 0 && taken < 60_000)
        _ = try site.python(
            """
            data = open('a', 'rb').read()[:4000000]
            head = b'POST /ingest/repo.example HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n'
            s.sendall(head + b'%x\\r\\n' % len(data) + data + b'\\r\\n')
            s.close()
            """)
        // What came is taken, and no half line of it.
        try eventually("more has come") { try site.length() > taken }
        #expect(site.post(file: "a") == .init(200, 60_000))
        try site.expect(60_000)
        // Of a short body nothing is taken before it is whole.
        _ = try site.python(
            "s.sendall(b'POST /ingest/repo.example HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 9\\r\\n\\r\\na\\nb')"
        )
        #expect(site.post("a\nb") == .init(200, 2))
        #expect(try site.length() == 60_002)
    }

    @Test func aFullQueueStopsTheReading() throws {
        try site.write(0..<4_500, to: "a")
        var reply = site.post(file: "a", to: "small.example")
        #expect(reply.status == 503)
        #expect(reply.error == "inbox is full (100 messages); send the same again later")
        var all: [Int] = []
        while true {
            all += try site.numbers(in: "inbox")
            #expect(all.count == reply.accepted)
            guard reply.status == 503 else { break }
            try site.redis.run("DEL", "inbox")
            reply = site.post(file: "a", to: "small.example")
        }
        #expect(reply == .init(200, 4_500))
        let isRight = all == Array(0..<4_500)
        #expect(isRight)
        #expect(try site.counted("read", of: "small.example", queue: "inbox") == 4_500)
    }

    @Test func redisMayBeAway() throws {
        try site.write(0..<5_000, to: "a")
        site.redis.kill()
        let away = site.post(file: "a")
        #expect(away.status == 503 && away.error?.hasPrefix("Redis is away: ") == true, "\(away)")
        try site.redis.start()
        #expect(site.post(file: "a") == .init(200, 5_000))
        try site.expect(5_000)
    }

    @Test func theSameAtTheSameTimeIsTakenOnce() throws {
        try site.write(0..<40_000, to: "a")
        let uploads = try (0..<4).map { number in
            try ChildProcess(
                "/usr/bin/curl",
                [
                    "-s", "-m", "60", "-H", "Expect:", "--data-binary", "@a", "-o", "out\(number)",
                    "\(site.site.url)/ingest/repo.example",
                ], in: site.directory.path)
        }
        for upload in uploads { #expect(upload.wait() == 0) }
        let replies = try (0..<4).map {
            try JSONDecoder().decode(IngestSite.Reply.self, from: Data(#require(site.directory.read("out\($0)")).utf8))
        }
        #expect(replies.contains { $0.accepted == 40_000 && $0.error == nil }, "\(replies)")
        #expect(
            replies.allSatisfy { $0.accepted == 40_000 || $0.error?.contains("another request") == true }, "\(replies)")
        try site.expect(40_000)
    }

    @Test func aKeyNamesABody() throws {
        let key = ["-H", "Idempotency-Key: batch 1"]
        #expect(site.post("a\nb\n", to: "repo.example", key[0], key[1]) == .init(200, 2))
        #expect(site.post("a\nb\n", to: "repo.example", key[0], key[1]) == .init(200, 2, duplicate: true))
        #expect(site.post("a\nb\nc\n", to: "repo.example", key[0], key[1]).status == 422)
        // Without a key and under another one it is another body.
        #expect(site.post("a\nb\n") == .init(200, 2))
        #expect(site.post("a\nb\n", to: "repo.example", key[0], "Idempotency-Key: batch 2") == .init(200, 2))
        #expect(site.post("a\nb\n", to: "small.example", key[0], key[1]) == .init(200, 2))
        let long = "Idempotency-Key: \(String(repeating: "k", count: 256))"
        #expect(site.post("a", to: "repo.example", "-H", long).status == 400)
        #expect(try site.length() == 6 && Set(site.ids()).count == 6)
        let keys = try site.redis.run("KEYS", "ingest:*").elements.compactMap(\.text)
        #expect(keys.count == 4)
        for key in keys {
            let seconds = try #require(try site.redis.run("TTL", key).integer)
            #expect(seconds > 604_000 && seconds <= 604_800)
        }
    }

    @Test func aBodyThatOnlyBeginsAsAnotherIsRefused() throws {
        try site.write(0..<30_000, to: "a")
        try site.write(0..<31_000, to: "longer")
        try site.write(0..<20_000, to: "shorter")
        try #require(shell("sed '25000s/GET/PUT/' a >other", in: site.directory).code == 0)
        #expect(site.post(file: "a") == .init(200, 30_000))
        for file in ["longer", "shorter", "other"] {
            let reply = site.post(file: file)
            #expect(reply.status == 409 && reply.accepted == 0, "\(file) \(reply)")
            #expect(reply.error?.contains("Idempotency-Key") == true)
        }
        #expect(site.post(file: "longer").error?.contains("tail -c +") == true)
        #expect(try site.length() == 30_000)
        #expect(site.post(file: "other", "-H", "Idempotency-Key: o") == .init(200, 30_000))
        #expect(site.post(file: "longer", "-H", "Idempotency-Key: o").status == 422)
        // Short ones are compared as wholes.
        #expect(site.post("1\n2\n") == .init(200, 2))
        #expect(site.post("1\n2\n3\n") == .init(200, 3))
    }
}
