/// OAI-PMH: GetRecord of `oai_dc`.
extension StandInRequest {
    var oaiAnswer: StandInAnswer? {
        guard path == "/oai/request" else { return nil }
        guard self["verb"] == "GetRecord" else { return oai(#"<error code="badVerb">Illegal verb</error>"#) }
        guard let identifier = self["identifier"], self["metadataPrefix"] == "oai_dc" else {
            return oai(#"<error code="badArgument">GetRecord needs an identifier and a metadataPrefix</error>"#)
        }
        let prefix = "\(RepositoryHoldings.oaiPrefix):"
        let handle = identifier.hasPrefix(prefix) ? String(identifier.dropFirst(prefix.count)) : ""
        switch handle {
        case RepositoryHoldings.withdrawn: return oai(record(identifier, status: " status=\"deleted\"", metadata: ""))
        case RepositoryHoldings.handle, RepositoryHoldings.oraArticle:
            return oai(record(identifier, metadata: Self.article))
        case RepositoryHoldings.oraThesis: return oai(record(identifier, metadata: Self.thesis))
        default:
            guard RepositoryHoldings.number(ofHandle: handle) != nil else {
                let reason = "The value of the identifier argument is unknown or illegal in this repository"
                return oai("<error code=\"idDoesNotExist\">\(reason)</error>")
            }
            return oai(record(identifier, metadata: "<dc:title>Another</dc:title>"))
        }
    }

    private static let thesis = "<dc:title>Clouds</dc:title><dc:creator>Howard, Luke</dc:creator>"

    private static let article = """
        <dc:title>Wind &amp; “Wetter” &lt;1850</dc:title>
        <dc:creator>Müller, Jörg</dc:creator>
        <dc:creator>Meier, Ann</dc:creator>
        <dc:type>Article</dc:type>
        <dc:identifier>http://repo.example.ac.uk/handle/1826/936</dc:identifier>
        <dc:identifier>https://doi.org/\(RepositoryHoldings.doi)</dc:identifier>
        <dc:source>Journal of Weather</dc:source>
        <dc:source>ISSN: 1234-5679</dc:source>
        """

    private func record(_ identifier: String, status: String = "", metadata: String) -> String {
        let metadata =
            metadata.isEmpty
            ? ""
            : """
            <metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" \
            xmlns:dc="http://purl.org/dc/elements/1.1/">\(metadata)</oai_dc:dc></metadata>
            """
        return """
            <GetRecord><record><header\(status)><identifier>\(identifier)</identifier>\
            <datestamp>2017-06-24T00:40:54Z</datestamp><setSpec>com_1826_2</setSpec></header>\(metadata)</record></GetRecord>
            """
    }

    private func oai(_ body: String) -> StandInAnswer {
        StandInAnswer(
            200, "text/xml;charset=UTF-8",
            """
            <?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="static/style.xsl"?>
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-06-15T12:35:07Z</responseDate>\
            <request verb="GetRecord">\(url)/oai/request</request>\(body)</OAI-PMH>
            """)
    }
}
