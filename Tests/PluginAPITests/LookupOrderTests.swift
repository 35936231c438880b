import PluginAPI
import PluginTestKit
import Testing

/// When a look-up is asked for, and what becomes of its answer.
@Suite struct LookupOrderTests {
    private let reference = Reference(.bitstream, "b1")

    private func web(_ options: [String: String], _ resolver: FixedResolver?, citations: FixedResolver? = nil) throws
        -> WebLog
    {
        let plain = settings(["base_url": "https://repo.example"].merging(options) { $1 })
        return try WebLog(
            settings: PluginSettings(
                service: "repo.example", options: plain.options, tools: plain.tools, resolver: resolver,
                citations: citations))
    }

    private func parse(
        _ web: WebLog, method: String = "GET", status: Int = 200, agent: String = "Firefox", isPage: Bool = false
    ) throws -> ParsedLine {
        let text = #"192.0.2.44 - - [15/Jun/2024:13:35:07 +0100] "\#(method) /f HTTP/1.1" \#(status) 1 "-" "\#(agent)""#
        let line = try web.parse(LogMessage(service: "repo.example", line: Array(text.utf8))) { target in
            isPage ? web.investigation(of: reference, page: "/p", target) : web.request(of: reference, target)
        }
        return try #require(line)
    }

    @Test(
        "What any other rule excludes is never looked up",
        arguments: [
            ("HEAD", 200, "Firefox", "method HEAD"), ("GET", 404, "Firefox", "status 404"),
            ("GET", 200, "bot", "robot"),
        ])
    func excluded(method: String, status: Int, agent: String, exclusion: String) throws {
        let line = try parse(web([:], FixedResolver([:])), method: method, status: status, agent: agent)
        #expect(line.exclusion?.description == exclusion)
    }

    @Test("A robot that is sent is looked up")
    func markedRobot() throws {
        #expect(throws: NotYetKnown(reference)) {
            try parse(web(["robots": "mark"], FixedResolver([:])), agent: "bot")
        }
    }

    @Test("Without a resolver, or one that is not for it, the identifier stands for the item")
    func unresolved() throws {
        #expect(try parse(web([:], nil)).usage?.item == "oai:repo.example:b1")
        #expect(try parse(web([:], FixedResolver([:], kinds: [.handle]))).usage?.item == "oai:repo.example:b1")
    }

    @Test("What is found takes its place; blanks are encoded, and what is whole gets no prefix")
    func found() throws {
        let item = FoundItem("1826/9 36", page: "/handle/1826/936")
        let usage = try parse(web([:], FixedResolver([reference: .item(item)]))).usage
        #expect(usage?.item == "oai:repo.example:1826/9%2036")
        #expect(usage?.itemURL == Array("https://repo.example/handle/1826/936".utf8))
        #expect(usage?.fileURL == Array("https://repo.example/f".utf8))
        let whole = FixedResolver([reference: .item(FoundItem("doi:10.1/x", isWhole: true))])
        #expect(try parse(web([:], whole)).usage?.item == "doi:10.1/x")
        #expect(try parse(web([:], whole), isPage: true).usage?.itemURL == Array("https://repo.example/p".utf8))
    }

    @Test("What turns out to be no item is excluded by that rule, and is no use")
    func excludedByLookup() throws {
        let line = try parse(web([:], FixedResolver([reference: .excluded(Exclusion(.thumbnail))])))
        #expect(line.exclusion == Exclusion(.thumbnail))
        #expect(line.usage == nil)
    }

    @Test("A citation is asked of Requests only, by the identifier that the tracker is told")
    func citations() throws {
        var citation = Citation()
        citation.doi = "10.1000/182"
        let item = FixedResolver([reference: .item(FoundItem("1826/936"))])
        let known = FixedResolver([Reference(.citation, "oai:repo.example:1826/936"): .citation(citation)])
        let web = try web([:], item, citations: known)
        #expect(try web.openURLParams(try parse(web))?.citation == citation)
        let empty = try self.web([:], item, citations: FixedResolver([:]))
        #expect(throws: NotYetKnown(Reference(.citation, "oai:repo.example:1826/936"))) {
            try empty.openURLParams(try parse(empty))
        }
        let page = try parse(empty, isPage: true)
        #expect(try empty.openURLParams(page)?.citation == nil)
    }

    @Test("An answer of the wrong kind is no answer")
    func wrongKind() throws {
        #expect(throws: Unresolved.self) { try parse(web([:], FixedResolver([reference: .citation(Citation())]))) }
    }
}
