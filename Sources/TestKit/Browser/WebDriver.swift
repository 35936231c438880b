import FoundationEssentials

/// The W3C's WebDriver protocol, as a client of one session speaks it.
struct WebDriver: Sendable {
    /// What the driver refused, in its words.
    struct Refusal: Error, CustomStringConvertible {
        let call: String
        let status: Int
        let answer: String

        var description: String { "\(call): \(status) \(answer)" }
    }

    /// Nothing: what a call is given that needs nothing, and what one returns that returns nothing.
    struct Nothing: Codable {
        init() {}
        init(from decoder: any Decoder) {}
    }

    private struct Value<Content: Decodable>: Decodable {
        let value: Content
    }

    let port: Int
    /// `/session/ID`; empty before there is one.
    var session = ""

    /// Whether the driver takes sessions.
    var isReady: Bool { (try? HTTPText.ask("GET", "/status", port: port, body: nil).status) == 200 }

    /// Asks for something.
    /// - Throws: ``Refusal``; what decoding throws.
    func get<Result: Decodable>(_ path: String, as type: Result.Type = Result.self) throws -> Result {
        try call("GET", path, nil)
    }

    /// Has something done.
    /// - Throws: ``Refusal``; what decoding throws.
    @discardableResult
    func post<Result: Decodable>(
        _ path: String, _ body: some Encodable = Nothing(), as type: Result.Type = Nothing.self
    ) throws -> Result {
        try call("POST", path, Array(try JSONEncoder().encode(body)))
    }

    /// Ends the session, and with it the browser.
    func end() throws { _ = try call("DELETE", "", nil) as Nothing }

    private func call<Result: Decodable>(_ method: String, _ path: String, _ body: [UInt8]?) throws -> Result {
        let answer = try HTTPText.ask(method, session + path, port: port, body: body)
        guard answer.status == 200 else {
            throw Refusal(
                call: "\(method) \(path)", status: answer.status,
                answer: String(String(decoding: answer.body, as: UTF8.self).prefix(500)))
        }
        return try JSONDecoder().decode(Value<Result>.self, from: Data(answer.body)).value
    }
}
