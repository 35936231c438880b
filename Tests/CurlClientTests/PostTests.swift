import CurlClient
import TestKit
import Testing

/// Requests that carry something.
@Suite struct PostTests {
    @Test("A body arrives as it is, of any size, and the request after it is a GET again")
    func bodies() throws {
        let server = try MisbehavingServer([.answer(204)])
        let curl = try CurlMulti(.testing())
        let bodies: [[UInt8]?] = [
            [0, 10, 13, 255, 0], nil, [], Array(repeating: 65, count: 3_000_000), nil,
        ]
        for body in bodies {
            try curl.submit(url: Array("\(server.url)/write".utf8) + [0], body: body, tag: 0)
            #expect(try curl.finishAll().first?.result.status == 204)
        }
        #expect(server.received.map(\.body) == bodies.map { $0 ?? [] })
        #expect(server.requests == bodies.map { ($0 == nil ? "GET" : "POST") + " /write HTTP/1.1" })
        #expect(server.received.allSatisfy { $0.headers["expect"] == nil })
    }

    @Test("Headers and a user go with every request")
    func headers() throws {
        var options = CurlOptions.testing()
        options.headers = ["Content-Type: text/plain", "X-Test: a b"]
        (options.user, options.password) = ("me", "a:b")
        let server = try MisbehavingServer([.answer(204)])
        let curl = try CurlMulti(options)
        for body in [[1], nil] as [[UInt8]?] {
            try curl.submit(url: Array("\(server.url)/".utf8) + [0], body: body, tag: 0)
            _ = try curl.finishAll()
        }
        for request in server.received {
            #expect(request.headers["content-type"] == "text/plain" && request.headers["x-test"] == "a b")
            #expect(request.headers["authorization"] == "Basic bWU6YTpi")
        }
        #expect(server.received.count == 2)
    }
}
