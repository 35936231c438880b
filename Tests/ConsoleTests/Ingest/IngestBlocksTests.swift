import PluginAPI
import Queues
import RedisClient
import TestKit
import Testing

/// Posted logs whose records are of several lines, as a ringserver's.
@Suite(.serialized) struct IngestBlocksTests {
    private let site: IngestSite

    init() throws { site = try IngestSite() }

    /// A record of a client that got so many streams; a stream has about 40 bytes.
    private func block(_ number: Int, streams: Int) -> String {
        let lines = (0..<streams).map { "FDSN:XX_S\(100_000 + $0)_00_H_H_Z/MSEED 512 1\n" }.joined()
        return
            "START CLIENT h [192.0.2.7] (SeedLink|c \(number)) @ 2026-08-20T00:15:12Z (connected 2026-08-20T00:14:03Z) TX\n"
            + "\(lines)END CLIENT h [192.0.2.7] total TX bytes: \(streams * 512)\n"
    }

    private let json = #"{"log_time":"2026-08-20T00:15:12Z","streams":[]}"#

    /// Expects these records in the queue, oldest first.
    private func expect(_ records: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let found = try site.redis.list("loglines").reversed().map { entry in
            try String(decoding: MessageEnvelope(json: Array(entry.utf8)).message.line, as: UTF8.self)
        }
        let isRight = found == records.map { $0.last == "\n" ? String($0.dropLast()) : $0 }
        #expect(isRight, "\(found.map { "\($0.prefix(60))… \($0.utf8.count)" })", sourceLocation: sourceLocation)
        #expect(try Set(site.ids()).count == records.count, sourceLocation: sourceLocation)
    }

    @Test func aBlockIsOneMessageAndLinesOutsideAreTheirOwn() throws {
        let records = [block(1, streams: 3), json + "\n", block(2, streams: 0)]
        try site.directory.write(records.joined(), to: "log")
        #expect(site.post(file: "log", to: "fdsn.example") == .init(200, 3))
        #expect(site.post(file: "log", to: "fdsn.example") == .init(200, 3, duplicate: true))
        try expect(records)
        // Its last record may be on its way still; what has come is told by the plugin to be malformed.
        try site.forget()
        let half = String(block(1, streams: 3).dropLast(50))
        #expect(site.post(half, to: "fdsn.example") == .init(200, 1))
        try expect([half])
    }

    @Test func aBodyOfJSONLinesIsTheSame() throws {
        let lines = [json, json.replacing("12Z", with: "13Z")]
        try site.directory.write(lines.map { $0 + "\n" }.joined(), to: "log")
        for type in ["application/x-ndjson", "application/x-www-form-urlencoded", "text/plain"] {
            try site.forget()
            #expect(site.post(file: "log", to: "fdsn.example", "-H", "Content-Type: \(type)") == .init(200, 2))
            try expect(lines)
        }
    }

    @Test func aBlockOfMoreThanAMegabyteIsOneMessage() throws {
        let records = [
            block(1, streams: 10), block(2, streams: 90_000), json + "\n", block(3, streams: 30_000),
            block(4, streams: 1),
        ]
        #expect(records[1].utf8.count > 3 << 20 && records[3].utf8.count > 1 << 20)
        try site.directory.write(records.joined(), to: "log")
        try #require(shell("gzip -k log", in: site.directory).code == 0)
        for options in [[], ["-H", "Transfer-Encoding: chunked"]] {
            for file in ["log", "log.gz"] {
                try site.forget()
                let answer = site.site.ask("/ingest/fdsn.example", ["--data-binary", "@\(file)"] + options)
                #expect(answer.body.contains(#"{"accepted":5,"duplicate":false,"rejected":0}"#), "\(file) \(answer)")
                try expect(records)
            }
        }
        #expect(site.post(file: "log", to: "fdsn.example") == .init(200, 5, duplicate: true))
        try expect(records)
    }

    /// Cuts amid a mark, amid a line and between lines.
    @Test func chunksMayCutABlockAnywhere() throws {
        let records = [block(1, streams: 2), json + "\n", block(2, streams: 40_000), block(3, streams: 2)]
        try site.directory.write(records.joined(), to: "log")
        let answer = try site.python(
            """
            data = open('log', 'rb').read()
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            s.sendall(b'POST /ingest/fdsn.example HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n')
            ends = [1, 6, 100, 101, data.index(b'END CL') + 5, data.rindex(b'START CL') + 7, data.rindex(b'END') + 2]
            ends += range(5000, len(data), 77777)
            start = 0
            for end in sorted(ends) + [len(data)]:
                if end > start: s.sendall(b'%x\\r\\n' % (end - start) + data[start:end] + b'\\r\\n')
                start = end
            s.sendall(b'0\\r\\n\\r\\n')
            print(s.recv(4000).decode().split('\\r\\n')[-1])
            """)
        #expect(answer.contains(#""accepted":4"#), "\(answer)")
        try expect(records)
    }

    @Test func aBlockThatBrokeOffGoesOn() throws {
        let records = (0..<6).map { block($0, streams: 15_000) }
        try site.directory.write(records.joined(), to: "log")
        _ = try site.python(
            """
            import subprocess, time
            data = open('log', 'rb').read()[:2200000]
            s.sendall(b'POST /ingest/fdsn.example HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 90000000\\r\\n\\r\\n' + data)
            until = time.time() + 20
            count = ['redis-cli', '-s', '\(site.redis.directory.file("redis.sock"))', 'llen', 'loglines']
            while time.time() < until and int(subprocess.check_output(count)) == 0: time.sleep(0.01)
            s.shutdown(socket.SHUT_WR)
            print(s.recv(1000).decode().split('\\r\\n')[0])
            """)
        let taken = try site.length()
        #expect(taken > 0 && taken < 6)
        #expect(site.post(file: "log", to: "fdsn.example") == .init(200, 6))
        try expect(records)
    }

    @Test func aBlockThatIsTooLongIsRejectedAlone() throws {
        let records = [block(1, streams: 1), block(2, streams: 130_000), block(3, streams: 1)]
        #expect(records[1].utf8.count > 4 << 20)
        try site.directory.write(records.joined(), to: "log")
        let reply = site.post(file: "log", to: "fdsn.example")
        #expect(reply.accepted == 2 && reply.rejected == 1, "\(reply)")
        #expect(reply.firstBad?.reason.hasSuffix("maxline is 4194304") == true && reply.firstBad?.line == 2)
        try expect([records[0], records[2]])
        #expect(try site.redis.list("failed:loglines").count == 1)
    }
}
