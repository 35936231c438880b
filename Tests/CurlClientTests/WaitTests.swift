import CurlClient
import Glibc
import TestKit
import Testing

@Suite("Waiting, waking and ending")
struct WaitTests {
    @Test("A wake descriptor ends the wait and leaves the request in flight")
    func wakes() throws {
        let server = try MisbehavingServer([.hang])
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        var options = CurlOptions.testing(timeout: 600)
        options.wakeDescriptors = [ends[0]]
        let curl = try CurlMulti(options)
        try curl.submit(server.url)
        try eventually("the request is there") {
            _ = try curl.perform(waitUpTo: .milliseconds(20))
            return server.requests.count == 1
        }
        #expect(write(ends[1], "!", 1) == 1)
        // Without the wake this would sit here until the test run is given up.
        #expect(try curl.perform(waitUpTo: .seconds(3_600)).isEmpty)
        #expect(curl.inFlight == 1)
    }

    @Test("Closing ends what is in flight, and requests can begin anew")
    func closes() throws {
        let server = try MisbehavingServer([.hang, .hang, .answer(200)])
        let curl = try CurlMulti(.testing(timeout: 600))
        try curl.submit(server.url, tag: 1)
        try curl.submit(server.url, tag: 2)
        try eventually("both requests are there") {
            _ = try curl.perform(waitUpTo: .milliseconds(20))
            return server.requests.count == 2
        }
        #expect(curl.close().sorted() == [1, 2])
        #expect(curl.inFlight == 0)
        try curl.submit(server.url, tag: 3)
        #expect(try curl.finishAll().map(\.tag) == [3])
    }

    @Test("An answer that came while nobody looked counts, however late it is read")
    func readsBeforeItGivesUp() throws {
        // The answer takes three seconds: it is complete only once nobody looks any more.
        let server = try MisbehavingServer([.drip("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n")])
        let curl = try CurlMulti(.testing(timeout: 2))
        try curl.submit(server.url)
        try eventually("the request is there") {
            _ = try curl.perform(waitUpTo: .milliseconds(20))
            return server.requests.count == 1
        }
        // As a forwarder does that waits for Redis.
        sleep(5)
        let result = try curl.finishAll().first?.result
        #expect(result?.status == 200)
        #expect(result?.failure == nil)
    }

    @Test("A wait with nothing in flight is over in time")
    func waitsForNothing() throws {
        let curl = try CurlMulti(.testing())
        #expect(try curl.perform(waitUpTo: .milliseconds(1)).isEmpty)
        #expect(try curl.perform(waitUpTo: .seconds(-1)).isEmpty)
    }
}

@Suite("Proxies")
struct ProxyTests {
    @Test("With a proxy the whole URL goes to the proxy")
    func usesProxy() throws {
        let proxy = try MisbehavingServer([.answer(200)])
        var options = CurlOptions.testing()
        options.proxy = proxy.url
        #expect(try CurlMulti.result(of: "http://tracker.invalid/counter?a=b", options).status == 200)
        #expect(proxy.requests == ["GET http://tracker.invalid/counter?a=b HTTP/1.1"])
    }

    @Test("A proxy that opens no way for TLS means that nothing was sent")
    func proxyRefuses() throws {
        let proxy = try MisbehavingServer([.answer(407)])
        var options = CurlOptions.testing()
        options.proxy = proxy.url
        let result = try CurlMulti.result(of: "https://tracker.invalid/", options)
        #expect(result.failure?.sent == false)
        #expect(proxy.requests == ["CONNECT tracker.invalid:443 HTTP/1.1"])
    }

    @Test("A proxy that is not there")
    func proxyIsDown() throws {
        var options = CurlOptions.testing()
        options.proxy = "http://127.0.0.1:\(freePort())"
        let failure = try CurlMulti.result(of: "http://tracker.invalid/", options).failure
        #expect(failure?.kind == .connect)
        #expect(failure?.sent == false)
    }

    @Test("The environment's proxy is not asked")
    func ignoresEnvironment() throws {
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsetenv("http_proxy") }
        let server = try MisbehavingServer([.answer(200)])
        #expect(try CurlMulti.result(of: server.url).status == 200)
    }
}
