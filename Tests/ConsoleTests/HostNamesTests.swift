import Settings
import Testing

@testable import Console

@Suite struct HostNamesTests {
    @Test(arguments: [
        ("127.0.0.1", true), ("127.0.0.1:9001", true), ("localhost", true), ("LocalHost:1", true), ("[::1]", true),
        ("[::1]:9001", true), ("127.0.0.2:9001", true), ("console.example", true), ("Console.Example:443", true),
        ("", false),
        (":9001", false), ("evil.example", false), ("localhost.evil.example", false), ("127.0.0.1.evil.example", false),
        ("evil.example:127.0.0.1", false), ("localhost:x", false), ("localhost:9001:9001", false),
        ("localhost.", false),
        ("[::1", false), ("[::1]x", false), ("::1", false), ("127.0.0.3", false), ("a@localhost", false),
        (" localhost", false),
    ]) func knowsItsOwn(authority: String, isOurs: Bool) {
        let names = HostNames(listen: HostPort(host: "127.0.0.2", port: 9001), names: ["console.example"])
        #expect(names.isOurs(authority) == isOurs, "\(authority)")
    }

    @Test func whoIsReachedByOthersIsCalledWhatTheyLike() {
        let listen = HostPort(host: "0.0.0.0", port: 9001)
        #expect(HostNames(listen: listen, names: []).isOurs("stats.example:9001"))
        #expect(!HostNames(listen: listen, names: []).isOurs(""))
        let strict = HostNames(listen: listen, names: ["stats.example"])
        #expect(strict.isOurs("stats.example") && strict.isOurs("localhost") && !strict.isOurs("evil.example"))
    }
}
