import CurlClient
import Glibc
import TestKit
import Testing

@Suite("What goes wrong on the way")
struct FailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let treatment: MisbehavingServer.Treatment
        let status: Int
        let kind: CurlFailure.Kind?
    }

    static let cases = [
        Case(testDescription: "no answer", treatment: .hang, status: 0, kind: .timeout),
        Case(testDescription: "reset", treatment: .reset, status: 0, kind: .reset),
        Case(testDescription: "empty answer", treatment: .send(""), status: 0, kind: .reset),
        Case(
            testDescription: "garbage", treatment: .send("\u{1}\u{2}\u{3} garbage\r\n\r\n"), status: 0, kind: .garbled),
        Case(
            testDescription: "half an answer", treatment: .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
            status: 200, kind: .reset),
        Case(
            testDescription: "slow drip", treatment: .drip("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"),
            status: 200, kind: .timeout),
        Case(
            testDescription: "unreadable status", treatment: .send("HTTP/200 500 Oops\r\n\r\n"), status: 0,
            kind: .garbled),
        Case(testDescription: "whole answer", treatment: .answer(500, body: "oops"), status: 500, kind: nil),
    ]

    @Test("Servers that misbehave", arguments: cases)
    func misbehaviour(expected: Case) throws {
        let server = try MisbehavingServer([expected.treatment])
        let result = try CurlMulti.result(of: server.url, .testing(timeout: 0.5))
        #expect(result.status == expected.status)
        #expect(result.failure?.kind == expected.kind)
        if let failure = result.failure {
            #expect(failure.sent)
            #expect(!failure.text.isEmpty)
        }
    }

    @Test("A port where nobody listens")
    func refused() throws {
        let failure = try CurlMulti.result(of: "http://127.0.0.1:\(freePort())").failure
        #expect(failure?.kind == .connect)
        #expect(failure?.sent == false)
        #expect(failure?.text.hasPrefix("Connection refused") == true)
    }

    @Test("A name without address")
    func unresolved() throws {
        // Longer than a label may be, so that no name server is asked.
        let failure = try CurlMulti.result(of: "http://\(String(repeating: "x", count: 70)).invalid/").failure
        #expect(failure?.kind == .resolve)
        #expect(failure?.sent == false)
    }

    @Test("A connection whose TLS handshake never ends")
    func handshakeTimeout() throws {
        let server = try MisbehavingServer([.hang])
        let failure = try CurlMulti.result(of: "https://127.0.0.1:\(server.port)", .testing(timeout: 0.5)).failure
        #expect(failure?.kind == .connectTimeout)
        #expect(failure?.sent == false)
    }

    @Test("Other schemes are not spoken", arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "dict://127.0.0.1/"])
    func schemes(url: String) throws {
        let result = try CurlMulti.result(of: url)
        #expect(result.failure != nil)
        #expect(result.body.isEmpty)
    }

    @Test("A CA file that is not there")
    func noCAFile() throws {
        var options = CurlOptions.testing()
        options.caFile = "/nonexistent/ca.pem"
        let result = try CurlMulti.result(of: "https://127.0.0.1:\(try MisbehavingServer([.hang]).port)", options)
        #expect(result.failure?.sent == false)
    }

    @Test("Retry-After in seconds, as a date, and as nonsense")
    func retryAfter() throws {
        let server = try MisbehavingServer([
            .answer(503, ["Retry-After: 7"]), .answer(503, ["Retry-After: Fri, 31 Dec 2100 23:59:59 GMT"]),
            .answer(503, ["Retry-After: soon"]), .answer(503, ["Retry-After: -5"]), .answer(503),
        ])
        let waits = try (0..<5).map { _ in try CurlMulti.result(of: server.url).retryAfter }
        #expect(waits[0] == 7)
        #expect((waits[1] ?? 0) > 86_400)
        #expect(waits[2...] == [nil, nil, nil])
    }
}
