import PluginAPI
import PluginTestKit
import Testing

@Suite("The client behind proxies")
struct TrustedProxiesTests {
    private func client(_ peer: String, _ forwarded: String, _ proxies: String?) throws -> String {
        var options = ["base_url": "https://repo.example", "format": "combined_forwarded"]
        options["trusted_proxies"] = proxies
        let web = try WebLog(settings: settings(options))
        let text = #"\#(peer) - - [15/Jun/2024:13:35:07 +0100] "GET / HTTP/1.1" 200 10 "-" "Firefox" "\#(forwarded)""#
        let line = try web.parse(LogMessage(service: "repo.example", line: Array(text.utf8))) { _ in .notAnItem }
        return try #require(line.map { $0.text($0.ip) })
    }

    @Test(arguments: [
        ("10.0.0.1", "192.0.2.44", "10.0.0.0/8", "192.0.2.44"),
        // What the client itself has sent stands at the left.
        ("10.0.0.1", "1.2.3.4, 192.0.2.44", "10.0.0.0/8", "192.0.2.44"),
        ("10.0.0.1", "192.0.2.44, 10.9.9.9", "10.0.0.0/8", "192.0.2.44"),
        ("192.0.2.7", "1.2.3.4", "10.0.0.0/8", "192.0.2.7"), ("10.0.0.1", "-", "10.0.0.0/8", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.0/8", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.0/8", "10.0.0.3"),
        ("2001:db8::1", "2001:db8:ffff::9", "2001:db8::/64", "2001:db8:ffff::9"),
        ("::ffff:10.0.0.1", "192.0.2.44", "10.0.0.1", "192.0.2.44"),
        ("10.0.0.1", "192.0.2.44:5123", "10.0.0.0/31", "192.0.2.44"),
        ("10.0.0.2", "192.0.2.44", "10.0.0.0/31", "10.0.0.2"), ("10.0.0.1", "192.0.2.44", "0.0.0.0/0", "192.0.2.44"),
    ])
    func findsTheClient(peer: String, forwarded: String, proxies: String, expected: String) throws {
        #expect(try client(peer, forwarded, proxies) == expected)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "proxy.example", "2001:db8::/129", "10.0.0.0/", "10.0.0.0/-1"])
    func refusesWhatIsNoNetwork(proxies: String) {
        #expect(
            throws: PluginError.option(
                "trusted_proxies", "'\(proxies)' is no network as 10.0.0.0/8 or 2001:db8::/32, and no address")
        ) { try client("10.0.0.1", "-", proxies) }
    }
}
