public import PluginAPI

extension ParsedLine {
    /// The fields that the line has, with the names that people read.
    public var shownFields: [(name: String, value: String)] {
        [
            ("time", time.rfc3339), ("address", text(ip)),
            ("request", [method, url, httpProtocol].map(text).joined(separator: " ")),
            ("answer", "\(status), \(bytes) bytes"), ("referer", text(referer)),
            ("user agent", text(userAgent) + listed), ("part", usage?.part ?? ""),
            ("file", usage?.fileURL.map { String(decoding: $0, as: UTF8.self) } ?? ""),
            ("item page", usage?.itemURL.map { String(decoding: $0, as: UTF8.self) } ?? ""),
        ].filter { !$0.1.isEmpty }
    }

    private var listed: String { agent.pattern.map { " (\(agent.kind.rawValue): \($0))" } ?? "" }
}
