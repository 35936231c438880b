import Forwarding
import PluginAPI
import Settings
import TrackerProtocol

extension FuzzTarget {
    /// The checker of OpenURLs: whatever the query, each problem is one line that can be shown.
    static let openURLCheck = FuzzTarget("openurl-check") { input in
        for version in [nil] + ProtocolVersion.allCases.map(Optional.some) {
            let check = OpenURLCheck(query: input, version: version)
            try require(version == nil || check.version == version, "checked against another version")
            for text in check.problems.map(\.description) + [check.event, check.service] { try requireShowable(text) }
            try require(!input.isEmpty || !check.problems.isEmpty, "an empty query passes")
        }
    }

    /// The renderer: what a log held arrives at the tracker byte for byte, and as what `plugins try` shows.
    static let openURLRendering = FuzzTarget("openurl-rendering") { input in
        let parts = input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map(Array.init)
        var use = OpenURLParams(
            event: .request, time: UTCTime(secondsSince1970: 1_718_454_907), ip: Array("192.0.2.44".utf8),
            userAgent: parts[0], item: "oai:repo.example:1", url: Array("https://repo.example/".utf8),
            repository: "repo.example")
        if parts.count > 1 { use.referer = parts[1] }
        if parts.count > 2 { use.url += parts[2] }
        for trackerProtocol in ForwarderSettings.TrackerProtocol.allCases {
            var settings = ForwarderSettings(listento: "pirus2", endpointURL: "https://tracker.example/")
            settings.trackerProtocol = trackerProtocol
            let renderer = OpenURLRenderer(settings)
            guard let query = renderer.query(for: use, service: "repo.example"),
                let shown = renderer.openURL(for: use, service: "repo.example")
            else { throw BrokenProperty(description: "a request is not for the tracker") }
            let pairs = try query.split(separator: UInt8(ascii: "&")).map(decodedPair)
            try require(pairs.map(\.key) == shown.pairs.map(\.key), "sent and shown keys differ")
            try require(pairs.map(\.value) == shown.pairs.map(\.value), "sent and shown values differ")
            if trackerProtocol != .pirus2 {
                let values = Dictionary(uniqueKeysWithValues: pairs)
                try require(values["req_dat"] == use.userAgent, "another user agent arrives")
                try require(values["rfr_dat"] == use.referer, "another referer arrives")
                try require(values["svc_dat"] == use.url, "another address arrives")
            }
        }
    }

    /// Decodes a pair of a query that must hold nothing but what needs no escape, `+` and `%XX`.
    private static func decodedPair(_ pair: ArraySlice<UInt8>) throws -> (key: String, value: [UInt8]) {
        let sides = pair.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
        try require(sides.count == 2, "a pair that is none")
        var value: [UInt8] = []
        var rest = sides[1]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): value.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                    throw BrokenProperty(description: "a broken escape")
                }
                value.append(decoded)
                rest = rest.dropFirst(2)
            default:
                let scalar = Character(Unicode.Scalar(byte))
                try require(
                    scalar.isASCII && (scalar.isLetter || scalar.isNumber || "-._~".contains(scalar)),
                    "a byte that needs an escape")
                value.append(byte)
            }
        }
        return (String(decoding: sides[0], as: UTF8.self), value)
    }
}
