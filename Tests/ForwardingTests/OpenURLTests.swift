import Forwarding
import PluginAPI
import Settings
import Testing

@Suite("OpenURLs of the IRUS protocols")
struct IrusTests {
    static let head = "url_ver=Z39.88-2004&url_tim=2024-06-15T12%3A35%3A07Z&req_id="
    static let tail =
        "192.0.2.44&req_dat=Mozilla%2F5.0+%28X11%3B+Linux+x86_64%3B+rv%3A126.0%29+Gecko%2F20100101+Firefox%2F126.0"
        + "&rft.artnum=oai%3Aeprints.example.ac.uk%3A123"
        + "&svc_dat=https%3A%2F%2Feprints.example.ac.uk%2F123%2F1%2Fthesis%2520final.pdf"
        + "&rfr_dat=https%3A%2F%2Fscholar.google.com%2Fscholar%3Fq%3Da%26b%3Dc&rfr_id=eprints.example.ac.uk"

    @Test("Vector T1: release 5")
    func vectorT1() {
        let query = text(.testing(.irusR5), .thesis)
        #expect(query == IrusTests.head + IrusTests.tail + "&rft_dat=Request")
        #expect(query?.utf8.count == 399)
    }

    @Test("Vector T2: release 4")
    func vectorT2() {
        #expect(text(.testing(.irusR4), .thesis) == IrusTests.head + "urn%3Aip%3A" + IrusTests.tail)
    }

    @Test("req_id as configured", arguments: [ForwarderSettings.TrackerProtocol.irusR4, .irusR5, .pirus2])
    func requesterID(trackerProtocol: ForwarderSettings.TrackerProtocol) {
        let bare = openURL(.testing(trackerProtocol) { $0.requesterID = .bare }, .thesis)
        #expect(bare?["req_id"] == "192.0.2.44")
        let urn = openURL(.testing(trackerProtocol) { $0.requesterID = .urn }, .thesis)
        #expect(urn?["req_id"] == "urn:ip:192.0.2.44")
    }

    @Test("Vector F2: an Investigation, which release 4 does not take")
    func investigation() {
        let use = OpenURLParams.thesis.with {
            $0.event = .investigation
            $0.url = Array("https://eprints.example.ac.uk/123/".utf8)
        }
        let sent = openURL(.testing(.irusR5), use)
        #expect(sent?["rft_dat"] == "Investigation")
        #expect(sent?["svc_dat"] == "https://eprints.example.ac.uk/123/")
        #expect(openURL(.testing(.irusR4), use) == nil)
        #expect(text(.testing(.irusR4), use) == nil)
        #expect(openURL(.testing(.pirus2), use) == nil)
    }

    @Test("Vectors F11, F12: an unknown referer is sent empty, an IPv6 address escaped")
    func edges() {
        let use = OpenURLParams.thesis.with {
            $0.referer = []
            $0.ip = Array("2001:db8::1".utf8)
        }
        let query = text(.testing(.irusR5), use) ?? ""
        #expect(query.contains("&rfr_dat=&rfr_id="))
        #expect(query.contains("&req_id=2001%3Adb8%3A%3A1&"))
    }

    @Test("url_ver and rfr_id as configured")
    func configured() {
        let settings = ForwarderSettings.testing(.irusR5) {
            $0.urlVersion = "Z39"
            $0.referrerID = "my.repo"
        }
        #expect(openURL(settings, .thesis)?["url_ver"] == "Z39")
        #expect(openURL(settings, .thesis)?["rfr_id"] == "my.repo")
    }

    @Test("The pairs that are shown are those that are sent")
    func pairs() throws {
        let shown = try #require(openURL(.testing(.irusR5), .thesis))
        #expect(
            shown.pairs.map(\.key) == [
                "url_ver", "url_tim", "req_id", "req_dat", "rft.artnum", "svc_dat", "rfr_dat", "rfr_id", "rft_dat",
            ])
        #expect(shown.dictionary["rft.artnum"] == "oai:eprints.example.ac.uk:123")
        #expect(shown.dictionary.count == 9)
    }
}

@Suite("OpenURLs of PIRUS2")
struct PirusTests {
    @Test("Every key in the order of the daemon of 2010, without citation")
    func plain() {
        let use = OpenURLParams.thesis.with {
            $0.loggerTime = "2009-04-01T01:14:28,301,301"
            $0.userAgent = Array("Mozilla/4.0".utf8)
            $0.format = "application/pdf"
        }
        #expect(
            text(.testing(.pirus2), use) == "url_ver=Z39.88-2004&url_tim=2009-04-01T01%3A14%3A28%2C301%2C301"
                + "&req_id=urn%3Aip%3A192.0.2.44&req_dat=%22Mozilla%2F4.0%22"
                + "&rft.artnum=https%3A%2F%2Feprints.example.ac.uk%2F123%2F&svc_format=application%2Fpdf"
                + "&svc_dat=Accepted+version&rfr_id=ora")
    }

    @Test("What is not known: the logger's time, the MIME type, the item's page")
    func fallbacks() {
        let sent = openURL(.testing(.pirus2), OpenURLParams.thesis.with { $0.itemURL = nil })
        #expect(sent?["url_tim"] == "2024-06-15T12:35:07Z")
        #expect(sent?["svc_format"] == "application/octet-stream")
        #expect(sent?["rft.artnum"] == "oai:eprints.example.ac.uk:123")
    }

    @Test(
        "A DOI, with or without its resolver, stands for the article",
        arguments: ["10.1000/182", "http://dx.doi.org/10.1000/182"])
    func doi(doi: String) {
        var citation = Citation()
        citation.doi = doi
        citation.journalTitle = "Journal"
        let sent = openURL(.testing(.pirus2), OpenURLParams.thesis.with { $0.citation = citation })
        #expect(sent?["rft_id"] == "info:doi:http://dx.doi.org/10.1000/182")
        #expect(sent?["rft.jtitle"] == nil)
        #expect(sent?.pairs.map(\.key).firstIndex(of: "rft_id") == 4)
    }

    @Test("The version that metadata name is sent")
    func version() {
        var citation = Citation()
        citation.doi = "10.1000/182"
        citation.version = "Version of Record"
        let use = OpenURLParams.thesis.with { $0.citation = citation }
        #expect(openURL(.testing(.pirus2), use)?["svc_dat"] == "Version of Record")
    }

    @Test("Without a DOI what is known of the article is sent")
    func article() {
        var citation = Citation()
        citation.doi = ""
        citation.journalTitle = "Journal"
        citation.articleTitle = "Title"
        citation.authorLastName = "Name"
        citation.eissn = "1234-5678"
        citation.issn = ""
        let sent = openURL(.testing(.pirus2), OpenURLParams.thesis.with { $0.citation = citation })
        #expect(
            sent?.pairs.suffix(4).map(\.key) == ["rft.jtitle", "rft.atitle", "rft.aulast", "rft.eissn"])
        #expect(sent?["rft_id"] == nil)
    }

    @Test("Vector F16: where a citation is needed, none means that the use is not for the tracker")
    func needsCitation() {
        let use = OpenURLParams.thesis.with { $0.needsCitation = true }
        var empty = Citation()
        empty.doi = ""
        empty.articleTitle = "Title"
        empty.authorLastName = "Name"
        var known = Citation()
        known.issn = "1234-5678"
        #expect(openURL(.testing(.pirus2), use) == nil)
        #expect(openURL(.testing(.pirus2), use.with { $0.citation = empty }) == nil)
        #expect(openURL(.testing(.pirus2), use.with { $0.citation = known })?["rft.issn"] == "1234-5678")
        #expect(openURL(.testing(.irusR5), use) != nil)
    }
}

private func openURL(_ settings: ForwarderSettings, _ use: OpenURLParams) -> OpenURL? {
    OpenURLRenderer(settings).openURL(for: use, service: "ora")
}

private func text(_ settings: ForwarderSettings, _ use: OpenURLParams) -> String? {
    OpenURLRenderer(settings).query(for: use, service: "ora").map { String(decoding: $0, as: UTF8.self) }
}
