import Testing

@testable import TrackerProtocol

@Suite("OpenURLCheck")
struct OpenURLCheckTests {
    private func check(_ query: String, _ version: ProtocolVersion? = nil) -> OpenURLCheck {
        OpenURLCheck(query: Array(query.utf8), version: version)
    }

    @Test("vector T1 is the 399 characters of the reference")
    func vector() {
        #expect(t1.utf8.count == 399)
    }

    @Test(
        "right queries are told apart and have no problem",
        arguments: [(t1, ProtocolVersion.irusR5), (t2, .irusR4), (t3, .pirus2)])
    func right(_ query: String, _ version: ProtocolVersion) {
        for asked in [nil, version] {
            let result = check(query, asked)
            #expect(result.version == version)
            #expect(result.problems == [])
            #expect(result.event == "Request")
        }
    }

    @Test("the event and the service are what the query says")
    func namesEventAndService() {
        let result = check(t1.setting("rft_dat", "Investigation"))
        #expect(result.event == "Investigation")
        #expect(result.service == "eprints.example.ac.uk")
    }

    @Test(
        "every mandatory key is missed by name",
        arguments: [(t1, ProtocolVersion.irusR5), (t2, .irusR4), (t3, .pirus2)])
    func missing(_ query: String, _ version: ProtocolVersion) {
        for key in version.mandatory {
            let result = check(query.setting(key.rawValue, nil), version)
            #expect(result.problems.map(\.key) == [key.rawValue])
            #expect(result.problems.first?.reason == "missing; \(version.rawValue) has it always")
        }
    }

    @Test(
        "values that the version allows",
        arguments: [
            (ProtocolVersion.irusR5, t1, "req_id", "2001%3Adb8%3A%3A1"),
            (.irusR5, t1, "req_id", "urn:ip:192.0.2.44"),
            (.irusR5, t1, "req_dat", ""),
            (.irusR5, t1, "rfr_dat", ""),
            (.irusR5, t1, "rfr_dat", "caf%E9%FF"),
            (.irusR5, t1, "svc_dat", "http://h/%E9+%01"),
            (.irusR5, t1, "svc_dat", "https://[2001:db8::1]:8443/x"),
            (.irusR5, t1, "rft.artnum", "oai:archive_1:doi:10.1/2"),
            (.irusR5, t1, "url_tim", "2024-02-29T23:59:59Z"),
            (.irusR4, t2, "req_id", "urn:ip:2001%3Adb8%3A%3A1"),
            (.irusR4, t2, "svc.session", "0123456789abcdef0123456789abcdef"),
            (.pirus2, t3, "req_id", "urn:ip:192.0.2.44"),
            (.pirus2, t3, "req_id", "192.0.2.44"),
            (.pirus2, t3, "url_tim", "2009-04-01T01:14:28Z"),
            (.pirus2, t3, "svc_format", ""),
            (.pirus2, t3, "rft.artnum", "oai:eprints.example.ac.uk:123"),
            (.pirus2, t3, "rft.jtitle", "Journal"),
        ])
    func allowed(_ version: ProtocolVersion, _ query: String, _ key: String, _ value: String) {
        #expect(check(query.setting(key, value), version).problems == [])
    }

    @Test(
        "values that the version does not allow are named by key",
        arguments: [
            (ProtocolVersion.irusR5, t1, "url_ver", "Z39.88-2005"),
            (.irusR5, t1, "url_tim", "2024-06-15T12:35:07"),
            (.irusR5, t1, "url_tim", "2024-06-15 12:35:07Z"),
            (.irusR5, t1, "url_tim", "2023-02-29T12:35:07Z"),
            (.irusR5, t1, "url_tim", "2024-06-15T24:35:07Z"),
            (.irusR5, t1, "url_tim", "2024-06-15T12:35:07%2B01:00"),
            (.irusR5, t1, "rft_dat", "request"),
            (.irusR5, t1, "req_id", "192.0.2.444"),
            (.irusR5, t1, "req_id", "192.0.2.44:80"),
            (.irusR5, t1, "req_id", "[2001:db8::1]"),
            (.irusR5, t1, "req_id", "d958821cb3f918fda2d574f8c38d4c1d"),
            (.irusR5, t1, "req_id", ""),
            (.irusR4, t2, "req_id", "192.0.2.44"),
            (.irusR4, t2, "req_id", "urn:ip:nobody"),
            (.irusR5, t1, "rft.artnum", "https://eprints.example.ac.uk/123/"),
            (.irusR5, t1, "rft.artnum", "oai:eprints.example.ac.uk:"),
            (.irusR5, t1, "rft.artnum", "oai::123"),
            (.irusR5, t1, "rft.artnum", "oai:https://h:123"),
            (.irusR5, t1, "rft.artnum", "oai:h:12+3"),
            (.irusR5, t1, "svc_dat", "/123/1/thesis.pdf"),
            (.irusR5, t1, "svc_dat", "ftp://h/x"),
            (.irusR5, t1, "svc_dat", "https:///x"),
            (.irusR5, t1, "rfr_id", "https://eprints.example.ac.uk"),
            (.irusR5, t1, "rfr_id", "eprints..ac.uk"),
            (.irusR5, t1, "rfr_id", ""),
            (.pirus2, t3, "url_tim", "2009-04-01T01:14:28,301,301,301"),
            (.pirus2, t3, "url_tim", "2009-04-01T01:14:28,"),
            (.pirus2, t3, "req_id", "d958821cb3f918fda2d574f8c38d4c1"),
            (.pirus2, t3, "rft.artnum", "uuid:c2c638d3"),
            (.pirus2, t3, "svc_dat", ""),
            (.pirus2, t3, "svc_format", "pdf"),
            (.pirus2, t3, "rft_id", "doi:10.1000/1"),
            (.pirus2, t3, "rft_id", "info:doi:"),
        ])
    func refused(_ version: ProtocolVersion, _ query: String, _ key: String, _ value: String) {
        let result = check(query.setting(key, value), version)
        #expect(result.problems.map(\.key) == [key])
    }

    @Test("a forgotten rft_dat does not pass for release 4")
    func forgottenEvent() {
        let result = check(t1.setting("rft_dat", nil))
        #expect(result.version == .irusR4)
        #expect(result.problems.map(\.key) == ["req_id"])
    }

    @Test(
        "unknown, foreign and doubled keys and broken escapes are named",
        arguments: [
            (t1 + "&token=1", "token", "no such key in any version of the protocol"),
            (t1 + "&URL_VER=Z39.88-2004", "URL_VER", "no such key in any version of the protocol"),
            (t1 + "&svc_format=a%2Fb", "svc_format", "no such key in irus-r5"),
            (t1 + "&rfr_dat=", "rfr_dat", "stands more than once"),
            (t1.setting("rfr_dat", "100%"), "rfr_dat", "a % without two hexadecimal digits after it"),
            (t1.setting("rfr_dat", "%zz"), "rfr_dat", "a % without two hexadecimal digits after it"),
        ])
    func stray(_ query: String, _ key: String, _ reason: String) {
        #expect(check(query).problems == [OpenURLCheck.Problem(key: key, reason: reason)])
    }

    @Test("a query that is empty has one problem", arguments: ["", "&", "&&"])
    func empty(_ query: String) {
        #expect(check(query).problems.map(\.description) == ["no query: an OpenURL stands after the ?"])
    }

    @Test("a message stays one short line, whatever bytes came")
    func message() {
        let query = Array(t1.setting("rft_dat", "a%0Ab%C2%85c%E2%80%A8").utf8)
        #expect(
            OpenURLCheck(query: query).problems.map(\.description)
                == ["rft_dat: \"a\u{fffd}b\u{fffd}c\u{fffd}\" is not Request or Investigation"])
        let long = check(t1.setting("rfr_id", String(repeating: "%FF", count: 1_000))).problems
        #expect(long.count == 1)
        #expect((long.first?.description.count ?? 0) < 120)
    }
}
