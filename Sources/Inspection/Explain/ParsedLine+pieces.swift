public import PluginAPI

extension ParsedLine {
    /// The line as it stands, cut where its fields begin and end, each piece with the name of its field as in
    /// ``shownFields``; nil: it is of no field that has a name there.
    public var pieces: [(text: String, field: String?)] {
        let fields: [(range: Range<Int>, name: String)] = [
            (ip, "address"), (forwardedFor, "address"), (method, "request"), (url, "request"),
            (httpProtocol, "request"), (referer, "referer"), (userAgent, "user agent"),
        ]
        var pieces: [(text: String, field: String?)] = []
        var place = 0
        for field in fields.filter({ !$0.range.isEmpty }).sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
        where field.range.lowerBound >= place {
            pieces.append((text(place..<field.range.lowerBound), nil))
            pieces.append((text(field.range), field.name))
            place = field.range.upperBound
        }
        return pieces + [(text(place..<storage.count), nil)]
    }
}
