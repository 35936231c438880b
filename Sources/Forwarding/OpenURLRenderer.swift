public import PluginAPI
public import Settings

/// Makes OpenURLs as one tracker protocol wants them: which keys, in which order, and which uses are not for the tracker
/// (usage-protocols.md, sections 1.2 to 1.4 and 1.7).
public struct OpenURLRenderer: Sendable {
    private let trackerProtocol: ForwarderSettings.TrackerProtocol
    private let requesterID: ForwarderSettings.RequesterID
    private let urlVersion: String
    private let referrerID: String

    /// What PIRUS2 is told of a file of which no MIME type is known.
    private static let unknownFormat = "application/octet-stream"

    /// What PIRUS2 is told of an article's version of which nothing is known: the original's default.
    private static let articleVersion = "Accepted version"

    /// - Parameter settings: The protocol, and what the forwarder's section says of `url_ver`, `req_id` and `rfr_id`.
    public init(_ settings: ForwarderSettings) {
        trackerProtocol = settings.trackerProtocol
        requesterID = settings.requesterID ?? (settings.trackerProtocol == .irusR5 ? .bare : .urn)
        urlVersion = settings.urlVersion
        referrerID = settings.referrerID
    }

    /// The query string: pairs joined with `&`, values escaped.
    /// - Parameter service: The service the message carries; PIRUS2's `rfr_id` where none is configured.
    /// - Returns: nil when the protocol does not take this use.
    public func query(for use: OpenURLParams, service: String) -> [UInt8]? {
        var writer = QueryWriter()
        return write(use, service, to: &writer) ? writer.query : nil
    }

    /// The same pairs, for showing.
    /// - Returns: nil when the protocol does not take this use.
    public func openURL(for use: OpenURLParams, service: String) -> OpenURL? {
        var writer = PairWriter()
        return write(use, service, to: &writer) ? writer.openURL : nil
    }

    /// Whether the protocol takes a use.
    public func takes(_ use: OpenURLParams) -> Bool {
        switch trackerProtocol {
        case .pirus2: use.event == .request && use.isKnownWellEnough
        case .irusR4: use.event == .request
        case .irusR5: true
        }
    }

    private func write(_ use: OpenURLParams, _ service: String, to writer: inout some OpenURLWriter) -> Bool {
        guard takes(use) else { return false }
        switch trackerProtocol {
        case .pirus2: writePirus2(use, service, to: &writer)
        case .irusR4: writeIrus(use, to: &writer)
        case .irusR5:
            writeIrus(use, to: &writer)
            writer.pair("rft_dat", use.event.rawValue)
        }
        return true
    }

    /// What releases 4 and 5 share. A value that is not known is sent empty, as DSpace does.
    private func writeIrus(_ use: OpenURLParams, to writer: inout some OpenURLWriter) {
        writer.pair("url_ver", urlVersion)
        writer.pair("url_tim", use.time.rfc3339)
        writeRequesterID(use, to: &writer)
        writer.pair("req_dat", use.userAgent)
        writer.pair("rft.artnum", use.item)
        writer.pair("svc_dat", use.url)
        writer.pair("rfr_dat", use.referer)
        writer.pair("rfr_id", referrerID.isEmpty ? use.repository : referrerID)
    }

    /// What the daemon of 2010 sent. Where the item's page is not known, the item's OAI identifier stands for it, as in
    /// the EPrints plugin of 2012.
    private func writePirus2(_ use: OpenURLParams, _ service: String, to writer: inout some OpenURLWriter) {
        let doi = use.citation?.doi ?? ""
        writer.pair("url_ver", urlVersion)
        writer.pair("url_tim", use.loggerTime ?? use.time.rfc3339)
        writeRequesterID(use, to: &writer)
        writer.key("req_dat")
        writer.value("\"")
        writer.value(use.userAgent.span)
        writer.value("\"")
        if !doi.isEmpty {
            writer.key("rft_id")
            writer.value(doi.hasPrefix("http://dx") ? "info:doi:" : "info:doi:http://dx.doi.org/")
            writer.value(doi)
        }
        if let page = use.itemURL {
            writer.pair("rft.artnum", page)
        } else {
            writer.pair("rft.artnum", use.item)
        }
        writer.pair("svc_format", use.format ?? OpenURLRenderer.unknownFormat)
        writer.pair("svc_dat", use.citation?.version ?? OpenURLRenderer.articleVersion)
        writer.pair("rfr_id", referrerID.isEmpty ? service : referrerID)
        if doi.isEmpty, let citation = use.citation { writeArticle(citation, to: &writer) }
    }

    private func writeArticle(_ citation: Citation, to writer: inout some OpenURLWriter) {
        func pair(_ name: StaticString, _ value: String?, to writer: inout some OpenURLWriter) {
            if let value, !value.isEmpty { writer.pair(name, value) }
        }
        pair("rft.jtitle", citation.journalTitle, to: &writer)
        pair("rft.atitle", citation.articleTitle, to: &writer)
        pair("rft.aulast", citation.authorLastName, to: &writer)
        pair("rft.issn", citation.issn, to: &writer)
        pair("rft.eissn", citation.eissn, to: &writer)
    }

    /// A hash is no IP address, and never called one.
    private func writeRequesterID(_ use: OpenURLParams, to writer: inout some OpenURLWriter) {
        writer.key("req_id")
        if requesterID == .urn, !use.isHashed { writer.value("urn:ip:") }
        writer.value(use.ip.span)
    }
}

extension OpenURLParams {
    /// Whether PIRUS2 can make something of it: a DOI or anything of a journal, where the plugin asks for that. Title and
    /// author alone are also known of theses.
    fileprivate var isKnownWellEnough: Bool {
        guard needsCitation else { return true }
        guard let citation else { return false }
        let known = [citation.doi, citation.journalTitle, citation.issn, citation.eissn]
        return known.contains { $0?.isEmpty == false }
    }
}
