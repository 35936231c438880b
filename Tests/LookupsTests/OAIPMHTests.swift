import PluginAPI
import Testing

@testable import Lookups

private func answer(_ content: String) -> [UInt8] {
    Array(
        """
        <?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="style.xsl"?>
        <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-06-15T12:35:07Z</responseDate>
        <request verb="GetRecord">https://repo.example/oai/request</request>\(content)</OAI-PMH>
        """.utf8)
}

private func record(_ elements: String, status: String = "") -> [UInt8] {
    answer(
        """
        <GetRecord><record><header\(status)><identifier>oai:repo.example:1826/936</identifier><setSpec>a</setSpec></header>
        <metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
            xmlns:dc="http://purl.org/dc/elements/1.1/">\(elements)</oai_dc:dc></metadata>
        <about><dc:title xmlns:dc="d">not this</dc:title></about></record></GetRecord>
        """)
}

@Suite("OAI-PMH")
struct OAIPMHTests {
    private let source = OAIPMH(url: "https://repo.example/oai/request", oaiPrefix: "oai:repo.example")
    private let handle = Reference(.handle, "1826/936")
    private let wanted = Reference(.citation, "oai:repo.example:1826/936")

    @Test("What is asked")
    func asks() {
        let address =
            "https://repo.example/oai/request?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Arepo.example%3A1826%2F936"
        #expect(source.address(for: handle) == address)
        #expect(source.address(for: wanted) == address)
        #expect(source.address(for: Reference(.handle, "1826/a%26b"))?.hasSuffix("1826%2Fa%26b") == true)
        #expect(source.address(for: Reference(.uuid, "1")) == nil)
        #expect(OAIPMH(url: "https://h", oaiPrefix: nil).address(for: handle) == nil)
    }

    @Test("An item, and what is none")
    func readsHandles() {
        let collection = LookupVerdict.found(.excluded(Exclusion(.collection, detail: "no item of OAI-PMH")))
        let cases: [([UInt8], LookupVerdict, LookupVerdict)] = [
            (
                record(""),
                .found(.item(FoundItem("oai:repo.example:1826/936", isWhole: true, page: "/handle/1826/936"))),
                .found(.citation(Citation()))
            ),
            (
                record("", status: #" status="deleted""#), .unknown("is a deleted item"),
                .unknown("is a deleted item")
            ),
            (
                answer(#"<error code="idDoesNotExist">No such item</error>"#), collection,
                .unknown("OAI-PMH says: idDoesNotExist No such item")
            ),
            (
                answer("<error code=\"badArgument\">a\nb</error>"), .unknown("OAI-PMH says: badArgument a b"),
                .unknown("OAI-PMH says: badArgument a b")
            ),
            (
                answer(#"<error code="noRecordsMatch"/>"#), .unknown("OAI-PMH says: noRecordsMatch "),
                .unknown("OAI-PMH says: noRecordsMatch ")
            ),
            (
                answer(#"<error code="badVerb"/>"#), .failed("OAI-PMH says: badVerb "),
                .failed("OAI-PMH says: badVerb ")
            ),
            (
                answer("<GetRecord/>"), .failed("the answer is not a record"), .failed("the answer is not a record")
            ),
        ]
        for (body, ofHandle, ofCitation) in cases {
            #expect(source.read(status: 200, body: body, for: handle) == ofHandle)
            #expect(source.read(status: 200, body: body, for: wanted) == ofCitation)
        }
        #expect(source.read(status: 503, body: [], for: handle) == .failed("HTTP 503"))
        #expect(source.read(status: 404, body: [], for: handle) == .unknown("HTTP 404"))
    }

    @Test("A citation of all there can be")
    func readsCitation() {
        let body = record(
            """
            <dc:title>Wind &amp; &quot;Wetter&quot; &#60;1850 <![CDATA[<b>]]></dc:title><dc:title>Second</dc:title>
            <dc:creator> Müller, Jörg</dc:creator><dc:creator>Meier, Ann</dc:creator>
            <dc:identifier>https://repo.example/handle/1826/936</dc:identifier>
            <dc:identifier>doi:10.1000/first</dc:identifier><dc:identifier>https://doi.org/10.1000/182</dc:identifier>
            <dc:source>1234-5679</dc:source><dc:source>Journal of Weather; Vol. 1 No. 2 (2020); 1-9</dc:source>
            <dc:relation>urn:issn:2434-561X (online)</dc:relation><dc:relation>https://doi.org/10.9/data</dc:relation>
            """)
        var citation = Citation()
        citation.doi = "10.1000/182"
        citation.articleTitle = #"Wind & "Wetter" <1850 <b>"#
        citation.authorLastName = "Müller"
        citation.journalTitle = "Journal of Weather"
        citation.issn = "1234-5679"
        citation.eissn = "2434-561X"
        #expect(source.read(status: 200, body: body, for: wanted) == .found(.citation(citation)))
    }

    /// What would cost memory, time or a request of its own, and what is no XML.
    static let hostile: [(String, String)] = [
        (
            #"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><OAI-PMH>&b;</OAI-PMH>"#,
            "has a document type"
        ),
        (#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><OAI-PMH>&a;</OAI-PMH>"#, "has a document type"),
        (#"<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><OAI-PMH/>"#, "has a document type"),
        ("<OAI-PMH>&undefined;</OAI-PMH>", "undefined entity in line 1"),
        (String(repeating: "<a>", count: 100_000), "is nested more than 64 deep"),
        ("<OAI-PMH>", "no element found in line 1"), ("", "no element found in line 1"),
        ("<a>\u{0}</a>", "not well-formed (invalid token) in line 1"),
        ("<html><p>maintenance</p></html>", "is not of OAI-PMH"), ("{}", "not well-formed (invalid token) in line 1"),
        (#"<?xml version="1.0" encoding="cp437"?><OAI-PMH/>"#, "unknown encoding in line 1"),
    ]

    @Test("What is hostile or no XML is no answer", arguments: hostile)
    func refuses(_ body: String, _ reason: String) {
        let verdict = source.read(status: 200, body: Array(body.utf8), for: handle)
        #expect(verdict == .failed("the answer is not one of OAI-PMH: \(reason)"))
    }

    @Test("Latin-1 and UTF-16 are read as well")
    func readsEncodings() throws {
        let text = #"<?xml version="1.0" encoding="ENCODING"?><OAI-PMH><error code="badArgument">é</error></OAI-PMH>"#
        let latin: [UInt8] = text.replacing("ENCODING", with: "ISO-8859-1").unicodeScalars.map { UInt8($0.value) }
        let wide: [UInt8] =
            [0xff, 0xfe]
            + text.replacing("ENCODING", with: "UTF-16").utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        for body in [latin, wide] {
            #expect(source.read(status: 200, body: body, for: handle) == .unknown("OAI-PMH says: badArgument é"))
        }
    }
}

@Suite("Parts of a citation")
struct CitationTextTests {
    @Test(
        "DOIs",
        arguments: [
            ("10.1000/182", "10.1000/182"), ("doi:10.1000/182", "10.1000/182"), ("DOI: 10.1000/182", "10.1000/182"),
            ("https://doi.org/10.1000/182", "10.1000/182"), ("http://dx.doi.org/10.1000/182", "10.1000/182"),
            ("info:doi/10.1000/182", "10.1000/182"), (" 10.1002.3/(a)<b> ", "10.1002.3/(a)<b>"),
            ("https://repo.example/10.1000/182", nil), ("10.1000", nil), ("10.1000/", nil), ("10.x/1", nil),
            ("10.1000/a b", nil), ("", nil), ("doi:", nil), ("hdl:1826/936", nil),
        ])
    func dois(_ text: String, _ doi: String?) {
        #expect(CitationText.doi(text) == doi)
    }

    @Test(
        "ISSNs",
        arguments: [
            ("1234-5679", "1234-5679"), ("2434-561x", "2434-561X"), ("ISSN: 1234-5678", "1234-5678"),
            ("urn:issn:2434-561X", "2434-561X"), ("Weather, ISSN 12345679 (print)", "1234-5679"),
            ("1234-5678", nil), ("2001-2002", nil), ("1234-56790", nil), ("ISSN", nil), ("", nil), ("123-45679", nil),
            ("İISSN 1234-5679", "1234-5679"), ("١٢٣٤-٥٦٧٩", nil),
        ])
    func issns(_ text: String, _ issn: String?) {
        #expect(CitationText.issn(text) == issn)
    }

    @Test(
        "Journals",
        arguments: [
            ("Journal of Weather; Vol. 1 No. 2 (2020); 1-9", "Journal of Weather"),
            ("Weather, 12 (3), pp. 1-9", "Weather"),
            ("Weather, Climate and Society, vol 3", "Weather, Climate and Society"),
            ("Weather ISSN 1234-5679", "Weather"), ("2000 Weather", "2000 Weather"),
            ("https://weather.example/1", nil), ("urn:issn:1234-5679", nil), ("1234-5679", nil), ("", nil),
            ("; 1", nil),
            ("doi:10.1000/182", nil),
        ])
    func journals(_ text: String, _ journal: String?) {
        #expect(CitationText.journal(text) == journal)
    }
}
