import PluginAPI
import Settings

extension OpenURLParams {
    /// The use of vector T1 (usage-protocols.md, section 1.7).
    static var thesis: OpenURLParams {
        OpenURLParams(
            event: .request, time: UTCTime(secondsSince1970: 1_718_454_907), ip: Array("192.0.2.44".utf8),
            userAgent: Array("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0".utf8),
            referer: Array("https://scholar.google.com/scholar?q=a&b=c".utf8), item: "oai:eprints.example.ac.uk:123",
            itemURL: Array("https://eprints.example.ac.uk/123/".utf8),
            url: Array("https://eprints.example.ac.uk/123/1/thesis%20final.pdf".utf8),
            repository: "eprints.example.ac.uk")
    }

    /// The same with something changed.
    func with(_ change: (inout OpenURLParams) -> Void) -> OpenURLParams {
        var copy = self
        change(&copy)
        return copy
    }
}

extension ForwarderSettings {
    static func testing(
        _ trackerProtocol: TrackerProtocol = .irusR5, endpoint: String = "http://127.0.0.1/",
        _ change: (inout ForwarderSettings) -> Void = { _ in }
    ) -> ForwarderSettings {
        var settings = ForwarderSettings(listento: "pirus2", endpointURL: endpoint)
        settings.trackerProtocol = trackerProtocol
        change(&settings)
        return settings
    }
}
