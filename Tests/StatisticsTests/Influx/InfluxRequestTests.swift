import TestKit
import Testing

@testable import Statistics

/// Requests to servers that are none of InfluxDB, for what Debian's InfluxDB cannot be brought to do: it has no 2.x.
@Suite("Requests to InfluxDB")
struct InfluxRequestTests {
    @Test("2.x: the token, the bucket and the lines")
    func secondVersion() throws {
        let server = try MisbehavingServer([.answer(204)])
        let store = try InfluxStore(uri: "influxdb://:t0k==@127.0.0.1:\(server.port)/my%20bucket?org=my%20org")
        _ = try store.write(StoreBatch(transfers: [.sample(1)], points: [.sample(3)]))
        let request = try #require(server.received.first)
        #expect(request.line == "POST /api/v2/write?org=my%20org&bucket=my%20bucket&precision=ns HTTP/1.1")
        #expect(request.headers["authorization"] == "Token t0k==")
        #expect(request.headers["content-type"] == "text/plain; charset=utf-8")
        let lines = request.text.split(separator: "\n")
        #expect(
            lines.count == 2 && lines[0].hasPrefix("transfers,channel=HHZ") && lines[1].hasPrefix("points,name=load"))
        #expect(server.received.count == 1)
    }

    @Test(
        "What answers say",
        arguments: [
            (204, "", nil),
            (400, #"{"error":"partial write: field type conflict: input field \"v\" … dropped=1"}"#, .data),
            (400, #"{"error":"unable to parse 'x': missing fields"}"#, .data),
            (
                422,
                #"{"code":"unprocessable entity","message":"failure writing points to database: partial write: points beyond retention policy dropped=1"}"#,
                .data
            ),
            (400, #"{"code":"invalid","message":"unable to parse 'x'"}"#, .data),
            (
                400, #"{"error":"partial write: max-values-per-tag limit exceeded (100000/100000) dropped=1"}"#,
                .unavailable
            ),
            (400, "<h1>400 The plain HTTP request was sent to HTTPS port</h1>", .unavailable),
            (401, #"{"code":"unauthorized","message":"unauthorized access"}"#, .unavailable),
            (403, "", .unavailable), (404, #"{"code":"not found","message":"bucket \"b\" not found"}"#, .unavailable),
            (302, "", .unavailable), (413, "", .data), (429, "", .unavailable), (500, "", .unavailable),
            (503, "", .unavailable),
        ] as [(Int, String, StoreError.Kind?)])
    func answers(status: Int, body: String, kind: StoreError.Kind?) throws {
        let server = try MisbehavingServer([.answer(status, body: body)])
        let store = try InfluxStore(uri: "influxdb://127.0.0.1:\(server.port)/d")
        do {
            #expect(try store.write(StoreBatch(points: [.sample(1)])) == 1)
            #expect(kind == nil)
        } catch let error as StoreError {
            #expect(error.kind == kind, "\(error)")
        }
    }

    @Test("What is too large for a server comes in halves, each record once")
    func halves() throws {
        let tooLarge = MisbehavingServer.Treatment.answer(413)
        let server = try MisbehavingServer([tooLarge, .answer(204), tooLarge, .answer(204)])
        let store = try InfluxStore(uri: "influxdb://127.0.0.1:\(server.port)/d")
        _ = try store.write(StoreBatch(points: (0..<8).map { .sample($0) }))
        let counts = server.received.map { $0.text.split(separator: "\n").count }
        #expect(counts == [8, 4, 4, 2, 2])
        let written = [1, 3, 4].map { server.received[$0].text }.joined()
        #expect(written == server.received[0].text)
    }

    @Test("A server that says nothing, or goes before it has answered, and one whose certificate nobody has signed")
    func faults() throws {
        let server = try MisbehavingServer([.reset, .send("HTTP"), .answer(204)])
        let store = try InfluxStore(uri: "influxdb://127.0.0.1:\(server.port)/d")
        for _ in 0..<2 {
            let error = try #require(throws: StoreError.self) { try store.write(StoreBatch(points: [.sample(1)])) }
            #expect(error.kind == .unavailable)
        }
        #expect(try store.write(StoreBatch(points: [.sample(1)])) == 1)
        let nginx = try NginxServer(tls: true)
        let secure = try InfluxStore(uri: "influxdbs://127.0.0.1:\(nginx.port)/d")
        let error = try #require(throws: StoreError.self) { try secure.write(StoreBatch(points: [.sample(1)])) }
        #expect(error.kind == .unavailable && error.description.contains("certificate"), "\(error)")
    }
}
