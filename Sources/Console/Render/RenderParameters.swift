import Graphite
import Hummingbird
import PluginAPI

/// The parameters of a call as Graphite's programs make them: in the address, or in the body of a form, or in both.
struct RenderParameters {
    private var values: [(name: String, value: String)] = []

    init(_ request: Request, _ context: ConsoleContext) async throws {
        add(request.uri.query ?? "")
        guard request.method == .post else { return }
        var request = request
        add(String(buffer: try await request.collectBody(upTo: context.maxUploadSize)))
    }

    init(_ text: String) { add(text) }

    /// The last value of a parameter; nil when it is not given, or empty.
    subscript(_ name: String) -> String? { all(name).last { !$0.isEmpty } }

    /// All values of a parameter.
    func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

    /// The stretch of time that is asked for: the last 24 hours, where nothing says else.
    /// - Throws: 400 when a time cannot be read, or it ends before it begins.
    func request(now: Int) throws -> RenderRequest {
        do {
            let from = try RenderTime.seconds(self["from"] ?? "-24h", now: now)
            let until = min(now, try RenderTime.seconds(self["until"] ?? "now", now: now))
            guard from < until else { throw RenderError("from must be before until") }
            return RenderRequest(from: from, until: until)
        } catch let error as RenderError {
            throw HTTPError(.badRequest, message: error.description)
        }
    }

    private mutating func add(_ text: String) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values.append((Self.decoded(parts[0]), parts.count == 2 ? Self.decoded(parts[1]) : ""))
        }
    }

    private static func decoded(_ text: Substring) -> String {
        PercentEncoding.decodedOnce(text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }[...])
    }
}
