/// A request as a server of a test has read it.
public struct ReceivedRequest: Sendable {
    /// Method, target and version.
    public let line: String

    /// The headers by their names in lower case.
    public let headers: [String: String]

    /// The body's bytes.
    public let body: [UInt8]

    init(head: String, body: [UInt8]) {
        let lines = head.split(separator: "\r\n")
        line = lines.first.map(String.init) ?? ""
        headers = Dictionary(
            lines.dropFirst().compactMap { line in
                line.firstIndex(of: ":").map { colon in
                    (line[..<colon].lowercased(), String(line[line.index(after: colon)...].drop { $0 == " " }))
                }
            }, uniquingKeysWith: { $0 + ", " + $1 })
        self.body = body
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
