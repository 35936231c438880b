import FoundationEssentials

/// A request to ``RepositoryStandIn``, taken apart.
struct StandInRequest {
    /// The path, decoded.
    let path: String
    /// Where the stand-in is.
    let url: String
    private let parameters: [String: String]

    init(target: String, url: String) {
        self.url = url
        // A form's blank, which URLComponents does not know.
        let components = URLComponents(string: target.replacing("+", with: "%20"))
        path = components?.path ?? target
        parameters = Dictionary(
            (components?.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
    }

    /// A parameter of the query, decoded.
    subscript(_ name: String) -> String? { parameters[name] }

    /// What follows a path's beginning; nil when it begins otherwise.
    func rest(after beginning: String) -> String? {
        path.hasPrefix(beginning) ? String(path.dropFirst(beginning.count)) : nil
    }
}

/// What ``RepositoryStandIn`` says.
struct StandInAnswer {
    /// The whole answer, head and body.
    let text: String

    init(_ status: Int, _ type: String, _ body: String, headers: [String] = []) {
        let lines =
            ["HTTP/1.1 \(status) X", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] + headers
        text = lines.map { $0 + "\r\n" }.joined() + "\r\n" + body
    }

    static func json(_ body: String, status: Int = 200) -> StandInAnswer {
        StandInAnswer(status, "application/json;charset=UTF-8", body)
    }
}
