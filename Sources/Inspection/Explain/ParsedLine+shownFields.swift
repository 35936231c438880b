public import PluginAPI

extension ParsedLine {
    /// The fields that the line has, with the names that people read.
    public var shownFields: [(name: String, value: String)] {
        [
            ("time", time.rfc3339), ("address", text(ip)),
            ("place", [place?.country, place?.city].compactMap(\.self).joined(separator: ", ")),
            ("request", method.isEmpty ? "" : [method, url, httpProtocol].map(text).joined(separator: " ")),
            ("answer", status == 0 ? "" : "\(status), \(bytes) bytes"), ("referer", text(referer)),
            ("user agent", text(userAgent) + listed), ("part", usage?.part ?? ""),
            ("file", usage?.fileURL.map { String(decoding: $0, as: UTF8.self) } ?? ""),
            ("item page", usage?.itemURL.map { String(decoding: $0, as: UTF8.self) } ?? ""),
        ].filter { !$0.1.isEmpty } + transfers.map { ("transfer", Self.text($0)) }
            + measurements.map { ("measurement", "\($0.name) \($0.value)\($0.unit.map { " \($0)" } ?? "")") }
    }

    /// `TX FR ARBF 00 HHZ: 146944 bytes, 287 packets`
    private static func text(_ transfer: Transfer) -> String {
        let names = [
            transfer.direction.rawValue, transfer.network, transfer.station, transfer.location, transfer.channel,
        ]
        let stream = names.filter { !$0.isEmpty }.joined(separator: " ")
        return "\(stream): \(transfer.bytes) bytes, \(transfer.packets) packets"
    }

    private var listed: String { agent.pattern.map { " (\(agent.kind.rawValue): \($0))" } ?? "" }
}
