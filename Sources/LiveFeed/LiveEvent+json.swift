import FoundationEssentials

extension LiveEvent {
    /// Reads a message of the channel. Keys that are not known are passed over.
    /// - Throws: `DecodingError` for what is no event.
    public init(json: [UInt8]) throws { self = try JSONDecoder().decode(LiveEvent.self, from: Data(json)) }

    /// The event as a message of the channel.
    public var json: [UInt8] {
        var object = JSONObject(reserving: 384)
        object.add("id", id)
        object.add("time", time)
        object.add("service", service)
        object.add("verdict", verdict.rawValue)
        object.add("reason", reason)
        object.add("kind", kind)
        object.add("item", item)
        object.add("country", country)
        object.add("city", city)
        object.add("lat", latitude)
        object.add("lon", longitude)
        object.add("method", method)
        object.add("path", path)
        object.add("protocol", httpProtocol)
        object.add("status", status)
        object.add("bytes", bytes)
        object.add("bytes_in", bytesIn)
        object.add("bytes_out", bytesOut)
        object.add("ip", ip)
        object.add("agent", agent)
        if let replay { object.add("replay", replay) }
        return object.closed
    }
}
