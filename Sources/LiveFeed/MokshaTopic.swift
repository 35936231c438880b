import Digests
import PluginAPI

/// What Narcissus' pages heard of through Moksha's WebSocket, hit by hit (peers.md, section E1). Its bodies came as objects or as text
/// that holds JSON; here they are objects.
public enum MokshaTopic: String, Sendable, CaseIterable {
    /// A hit with its place, all that the log tells of it.
    case latLon = "http_latlon"
    /// Where a hit came from, as GeoJSON (RFC 7946).
    case geoJSON = "http_geojson"
    /// From which country a hit came, and what for.
    case graphInfo = "graph_info"

    /// The message of a hit, with its topic.
    /// - Returns: nil for what Narcissus told nobody of: hits whose place is not known, and lines that cannot be read.
    public func message(_ event: LiveEvent) -> [UInt8]? {
        guard event.verdict != .error, let position = event.position else { return nil }
        var text = Array("{\"topic\":\"\(rawValue)\",\"body\":".utf8)
        switch self {
        case .latLon: text += Self.latLon(event, position.latitude, position.longitude)
        case .geoJSON: text += Self.geoJSON(position.latitude, position.longitude)
        case .graphInfo: text += Self.graphInfo(event)
        }
        return text + [UInt8(ascii: "}")]
    }

    private static func country(_ event: LiveEvent) -> String { event.country.map(CountryNames.name) ?? "undefined" }

    /// Sizes and status are texts. The time is UTC, as events have it. What the log does not tell is as logs write it: `-`, or 0.
    /// `refererhash` is that of the user agent, as Narcissus had it.
    private static func latLon(_ event: LiveEvent, _ latitude: Double, _ longitude: Double) -> [UInt8] {
        var object = JSONObject(reserving: 512)
        let time = UTCTime(secondsSince1970: event.time / 1_000).rfc3339
        object.add("ip", event.ip ?? "-")
        object.add("lat", latitude)
        object.add("lon", longitude)
        object.add("country", country(event))
        object.add("logdatetime", "\(time.prefix(10)) \(time.dropFirst(11).prefix(8))")
        object.add("requesttype", event.method ?? "-")
        object.add("filename", event.path)
        object.add("tag", event.path)
        object.add("httptype", event.httpProtocol ?? "-")
        object.add("statuscode", String(event.status ?? 0))
        object.add("filesize", String(event.bytes ?? 0))
        object.add("bytesin", String(event.bytesIn ?? 0))
        object.add("bytesout", String(event.bytesOut ?? 0))
        let hash = HexDigit.text(of: MD5.digest(of: Array((event.agent ?? "-").utf8)))
        object.add("refererhash", String(decoding: hash, as: UTF8.self))
        return object.closed
    }

    private static func geoJSON(_ latitude: Double, _ longitude: Double) -> [UInt8] {
        let feature = #"{"type":"Feature","geometry":{"type":"Point","coordinates":["#
        return Array(
            #"{"type":"FeatureCollection","features":[\#(feature)\#(longitude),\#(latitude)]},"properties":{}}]}"#.utf8)
    }

    private static func graphInfo(_ event: LiveEvent) -> [UInt8] {
        var object = JSONObject(reserving: 192)
        object.add("country", country(event))
        object.add("tag", event.path)
        object.add("filename", event.path)
        return object.closed
    }
}
