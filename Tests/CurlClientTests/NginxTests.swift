import CurlClient
import TestKit
import Testing

@Suite("Requests to nginx", .enabled(if: NginxServer.isInstalled, "nginx or openssl is not installed"))
struct NginxTests {
    @Test("Eight requests in flight share eight connections, and each comes back once")
    func keepsConnections() throws {
        let nginx = try NginxServer()
        let curl = try CurlMulti(.testing())
        var tags: [Int] = []
        var next = 0
        try eventually("200 requests are answered") {
            while next < 200, curl.inFlight < 8 {
                try curl.submit("\(nginx.url)/?n=\(next)", tag: next)
                next += 1
            }
            for finished in try curl.perform(waitUpTo: .milliseconds(100)) {
                #expect(finished.result.status == 200)
                #expect(finished.result.failure == nil)
                #expect(finished.result.body == Array("OK".utf8))
                tags.append(finished.tag)
            }
            return tags.count >= 200
        }
        #expect(tags.sorted() == Array(0..<200))
        try eventually("nginx has logged 200 requests") { nginx.requests.count == 200 }
        #expect(Set(nginx.requests.map { $0[0] }).count <= 8)
        #expect(Set(nginx.requests.map { $0[1...2].joined(separator: " ") }) == ["HTTP/1.1 GET"])
        #expect(Set(nginx.requests.map { $0[4] }) == ["loglines/test"])
    }

    @Test("Of a long body the first 512 bytes are kept")
    func keepsHead() throws {
        let nginx = try NginxServer(locations: "location / { return 400 '\(String(repeating: "x", count: 2_000))'; }")
        let result = try CurlMulti.result(of: nginx.url)
        #expect(result.status == 400)
        #expect(result.body == [UInt8](repeating: UInt8(ascii: "x"), count: 512))
    }

    @Test("Nothing of one answer is left in the next")
    func clearsBetweenRequests() throws {
        let nginx = try NginxServer(
            locations:
                "location /bad { add_header Retry-After 9 always; return 503 'long'; } location / { return 204; }")
        let curl = try CurlMulti(.testing())
        try curl.submit("\(nginx.url)/bad")
        #expect(try curl.finishAll().first?.result.retryAfter == 9)
        try curl.submit("\(nginx.url)/good")
        let result = try #require(try curl.finishAll().first?.result)
        #expect(result.status == 204)
        #expect(result.body.isEmpty)
        #expect(result.retryAfter == nil)
    }

    @Test("A redirect is an answer, not a way to go")
    func followsNoRedirects() throws {
        let nginx = try NginxServer(locations: "location / { return 302 /elsewhere; }")
        #expect(try CurlMulti.result(of: nginx.url).status == 302)
        try eventually("nginx has logged") { !nginx.requests.isEmpty }
        #expect(nginx.requests.count == 1)
    }

    @Test("Over TLS requests share one HTTP/2 connection")
    func multiplexes() throws {
        let nginx = try NginxServer(tls: true)
        var options = CurlOptions.testing()
        options.caFile = nginx.caFile
        let curl = try CurlMulti(options)
        for number in 0..<20 { try curl.submit("\(nginx.url)/\(number)", tag: number) }
        let finished = try curl.finishAll()
        #expect(finished.map(\.result.status) == [Int](repeating: 200, count: 20))
        try eventually("nginx has logged 20 requests") { nginx.requests.count == 20 }
        #expect(Set(nginx.requests.map { $0[1] }) == ["HTTP/2.0"])
        #expect(Set(nginx.requests.map { $0[0] }).count == 1)
    }

    @Test(
        "A certificate that the CA file does not vouch for is refused before anything is sent",
        arguments: [true, false])
    func verifiesTLS(otherCA: Bool) throws {
        let nginx = try NginxServer(tls: true)
        let other = try NginxServer(tls: true)
        var options = CurlOptions.testing()
        options.caFile = otherCA ? other.caFile : ""
        let result = try CurlMulti.result(of: nginx.url, options)
        #expect(result.failure?.kind == .tls)
        #expect(result.failure?.sent == false)
        #expect(result.status == 0)
        #expect(nginx.requests.isEmpty)
    }

    @Test("A certificate for another host is refused")
    func verifiesHost() throws {
        let nginx = try NginxServer(tls: true)
        var options = CurlOptions.testing()
        options.caFile = nginx.caFile
        #expect(try CurlMulti.result(of: "https://127.0.0.2:\(nginx.port)", options).failure?.kind == .tls)
        #expect(try CurlMulti.result(of: "https://localhost:\(nginx.port)", options).status == 200)
    }
}
