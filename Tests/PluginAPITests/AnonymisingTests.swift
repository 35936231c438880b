import PluginTestKit
import Testing

@testable import PluginAPI

@Suite struct AnonymisingTests {
    @Test(arguments: [
        ("none", Anonymising.none), ("truncate", .truncate), ("hash", .hash(days: 1)), (" hash  7 ", .hash(days: 7)),
        ("md5 pepper", .md5(salt: "pepper")), ("md5  salt and pepper ", .md5(salt: "salt and pepper")),
    ])
    func isRead(text: String, form: Anonymising) throws {
        #expect(try Anonymising(text) == form)
    }

    @Test(arguments: [
        ("yes", "'yes' is none of none, truncate, hash, hash DAYS, md5 SALT"),
        ("none please", "'none' is none of none, truncate, hash, hash DAYS, md5 SALT"),
        ("hash 0", "'0' is no number of days from 1 to 366"),
        ("hash 367", "'367' is no number of days from 1 to 366"),
        ("hash weekly", "'weekly' is no number of days from 1 to 366"),
        ("md5", "md5 needs a salt: anyone can hash all addresses without one"),
    ])
    func saysWhatIsWrong(text: String, reason: String) throws {
        let error = try #require(throws: PluginError.self) { try Anonymising(text) }
        #expect(error == .option("anonymise", reason))
    }

    @Test(
        arguments: [
            ("192.0.2.44", "192.0.2.0"), ("255.255.255.255", "255.255.255.0"), ("::ffff:192.0.2.44", "192.0.2.0"),
            ("::FFFF:c000:22c", "192.0.2.0"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
            ("2001:DB8:0:1::", "2001:db8::"), ("::1", "::"), ("fe80::1", "fe80::"),
            // 6to4 holds 192.0.2.44 in the first 48 bits.
            ("2002:c000:22c:1::1", "2002:c000:200::"), ("64:ff9b::192.0.2.44", "64:ff9b::"),
            ("host.example", nil), ("192.0.2", nil), ("fe80::1%eth0", nil), ("192.0.2.44 ", nil),
        ] as [(String, String?)])
    func truncates(address: String, text: String?) {
        let found = TruncatedAddress.text(of: Array(address.utf8)[...])
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == text)
    }

    @Test(arguments: [
        ("2024-06-15", 1, 0), ("2024-06-15", 7, 2), ("1969-12-31", 1, 0), ("1970-01-01", 7, 0), ("1969-12-31", 7, 6),
    ])
    func periodsFollowEachOther(day: String, days: Int, after: Int64) throws {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        let first = try #require(UTCTime(year: parts[0], month: parts[1], day: parts[2], hour: 0, minute: 0, second: 0))
        let last = try #require(
            UTCTime(year: parts[0], month: parts[1], day: parts[2], hour: 23, minute: 59, second: 59))
        let period = AddressKey.Period(of: first, days: days)
        #expect(period == AddressKey.Period(of: last, days: days))
        #expect(period.start == first.secondsSince1970 - after * 86_400)
        #expect(period.end == period.start + Int64(days) * 86_400)
    }

    private func line(
        _ form: String, address: String = "192.0.2.44", forwarded: String = "-", day: String = "15/Jun/2024",
        status: Int = 200, _ options: [String: String] = [:]
    ) throws -> (line: ParsedLine, ip: String?) {
        let web = try WebLog(
            settings: .testing(
                ["anonymise": form, "format": "combined_forwarded"].merging(options) { $1 }))
        let text =
            #"\#(address) - - [\#(day):13:35:07 +0000] "GET /a?b HTTP/1.1" \#(status) 10 "http://x/" "Firefox" "\#(forwarded)""#
        let message = LogMessage(service: "repo.example", line: Array(text.utf8))
        let line = try #require(try web.parse(message) { web.request(of: "1", page: nil, $0) })
        return (line, try web.openURLParams(line).map { String(decoding: $0.ip, as: UTF8.self) })
    }

    @Test(arguments: [
        ("none", "192.0.2.44", "192.0.2.44"), ("truncate", "192.0.2.44", "192.0.2.0"),
        ("truncate", "[2001:db8:1:2::3]:80", "2001:db8:1::"), ("truncate", "host.example", ""), ("truncate", "-", ""),
        // Vector T3 of usage-protocols.md.
        ("md5 pepper", "192.0.2.44", "d958821cb3f918fda2d574f8c38d4c1d"),
        ("md5 pepper", "::ffff:192.0.2.44", "d958821cb3f918fda2d574f8c38d4c1d"), ("md5 pepper", "-", ""),
        ("hash", "-", ""),
    ])
    func trackersAreTold(form: String, address: String, told: String) throws {
        let (line, ip) = try line(form, address: address)
        #expect(ip == told)
        #expect(line.text(line.ip) == told)
        #expect((line.client == nil) == (form == "none"))
    }

    @Test("Nothing of the address is left, whether the line counts or not", arguments: ["truncate", "hash", "md5 x"])
    func nothingIsLeft(form: String) throws {
        for (status, proxies) in [(200, "10.0.0.0/8"), (404, "10.0.0.0/8"), (200, ""), (404, "")] {
            let (line, _) = try line(
                form, address: "10.1.2.3", forwarded: "203.0.113.77, 198.51.100.5", status: status,
                ["trusted_proxies": proxies])
            let storage = String(decoding: line.storage, as: UTF8.self)
            for address in ["10.1.2.3", "203.0.113.77", "198.51.100.5"] { #expect(!storage.contains(address)) }
            #expect(line.forwardedFor.isEmpty)
            #expect(line.text(line.url) == "/a?b")
            #expect(line.text(line.userAgent) == "Firefox")
            #expect(line.text(line.referer) == "http://x/")
            #expect(line.text(line.method) == "GET")
            #expect(line.text(line.httpProtocol) == "HTTP/1.1")
            if !proxies.isEmpty, form == "truncate" { #expect(line.text(line.ip) == "198.51.100.0") }
        }
    }

    /// Whoever adds a field to ParsedLine decides whether it stays.
    @Test func everyFieldStaysOrIsAnAddress() {
        let line = ParsedLine(service: "", storage: [], time: UTCTime(secondsSince1970: 0))
        let ranges = Mirror(reflecting: line).children.filter { $0.value is Range<Int> }.compactMap(\.label)
        #expect(ranges.count == Anonymiser.kept.count + ["ip", "forwardedFor"].count, "\(ranges)")
    }

    @Test func hashesAreOfOneClientInOnePeriod() throws {
        let tools = TestTools()
        func hash(_ form: String, _ address: String, _ day: String) throws -> String {
            let settings = PluginSettings(
                service: "repo.example",
                options: ["base_url": "https://repo.example", "robots": "keep", "anonymise": form], tools: tools)
            let web = try WebLog(settings: settings)
            let text = #"\#(address) - - [\#(day):13:35:07 +0000] "GET /a HTTP/1.1" 200 10 "-" "Firefox""#
            let line = try #require(
                try web.parse(LogMessage(service: "repo.example", line: Array(text.utf8))) { _ in .notAnItem })
            return line.text(line.ip)
        }
        let one = try hash("hash", "192.0.2.44", "15/Jun/2024")
        #expect(one.utf8.count == 32)
        #expect(one.allSatisfy { $0.isHexDigit })
        #expect(try hash("hash", "::ffff:192.0.2.44", "15/Jun/2024") == one)
        #expect(try hash("hash", "192.0.2.45", "15/Jun/2024") != one)
        #expect(try hash("hash", "192.0.2.44", "16/Jun/2024") != one)
        #expect(try hash("hash 7", "192.0.2.44", "13/Jun/2024") == hash("hash 7", "192.0.2.44", "19/Jun/2024"))
        #expect(try hash("hash 7", "192.0.2.44", "19/Jun/2024") != hash("hash 7", "192.0.2.44", "20/Jun/2024"))
        #expect(try hash("hash", "2001:db8::1", "15/Jun/2024") == hash("hash", "2001:DB8:0::0:1", "15/Jun/2024"))
    }
}
