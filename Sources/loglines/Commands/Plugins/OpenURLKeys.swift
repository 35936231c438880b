import PluginAPI

/// Gives the keys and the values, not yet percent-encoded, of an OpenURL.
typealias OpenURLRendering = (OpenURLParams) -> [(key: String, value: [UInt8])]

/// The tracker protocols that `plugins try` can show.
enum OpenURLKeys {
    /// Their names.
    static let names = "irus-r5"

    /// The rendering of a protocol; nil when there is none of that name.
    static func rendering(for name: String) -> OpenURLRendering? {
        guard name == "irus-r5" else { return nil }
        return { irusR5($0) }
    }

    /// IRUS tracker protocol, release 5 (usage-protocols.md, section 1.4).
    private static func irusR5(_ params: OpenURLParams) -> [(key: String, value: [UInt8])] {
        [
            ("url_ver", Array("Z39.88-2004".utf8)), ("url_tim", Array(params.time.rfc3339.utf8)),
            ("req_id", params.ip), ("req_dat", params.userAgent), ("rft.artnum", Array(params.item.utf8)),
            ("svc_dat", params.url), ("rfr_dat", params.referer), ("rfr_id", Array(params.repository.utf8)),
            ("rft_dat", Array(params.event.rawValue.utf8)),
        ]
    }
}
