import CurlClient
import TestKit
import Testing

/// What is kept of answers, and whether redirections are followed.
@Suite struct BodyTests {
    private func ask(_ url: String, _ change: (inout CurlOptions) -> Void) throws -> CurlResult {
        var options = CurlOptions(timeout: 20, userAgent: "test")
        change(&options)
        let curl = try CurlMulti(options)
        try curl.submit(url: Array(url.utf8) + [0], tag: 1)
        var finished: [CurlMulti.Finished] = []
        while finished.isEmpty { finished = try curl.perform(waitUpTo: .seconds(1)) }
        return finished[0].result
    }

    @Test(
        "A body is kept whole up to the limit, and fails beyond it", arguments: [0, 1, 511, 512, 513, 100_000, 100_001])
    func whole(count: Int) throws {
        let body = String(repeating: "x", count: count)
        let server = try MisbehavingServer([.answer(200, body: body)])
        let result = try ask("\(server.url)/") { $0.body = .whole(limit: 100_000) }
        #expect(result.status == 200)
        guard count <= 100_000 else {
            #expect(result.failure?.kind == .tooLong)
            #expect(result.failure?.sent == true)
            return
        }
        #expect(result.failure == nil)
        #expect(result.body == Array(body.utf8))
    }

    @Test("Without that only the head is kept, and the rest is no failure")
    func head() throws {
        let server = try MisbehavingServer([.answer(200, body: String(repeating: "x", count: 10_000))])
        let result = try ask("\(server.url)/") { _ in }
        #expect(result.failure == nil && result.body.count == 512)
    }

    @Test("Redirections are followed as often as allowed")
    func redirects() throws {
        let target = try MisbehavingServer([.answer(200, body: "here")])
        let server = try MisbehavingServer([.answer(302, ["Location: \(target.url)/x"])])
        #expect(try ask("\(server.url)/") { $0.redirects = 1 }.body == Array("here".utf8))
        #expect(try ask("\(server.url)/") { _ in }.status == 302)
    }

    @Test("A redirection to a file of this machine is not followed")
    func redirectToFile() throws {
        let server = try MisbehavingServer([.answer(302, ["Location: file:///etc/hostname"])])
        let result = try ask("\(server.url)/") { $0.redirects = 5 }
        #expect(result.failure != nil && result.body.isEmpty)
    }
}
