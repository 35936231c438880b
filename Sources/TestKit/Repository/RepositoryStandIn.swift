import Glibc
import Synchronization

/// A repository's interfaces on a port of this machine: answers for a handful of items as DSpace 7 and 6, Dataverse, Hyrax'
/// Solr and OAI-PMH do, and fails as they do when it is told to. What it holds is in ``RepositoryHoldings``.
///
/// It answers on threads of its own and keeps connections alive. Stopped with the value's last user.
public final class RepositoryStandIn: Sendable {
    /// How it answers.
    public enum Mood: Sendable {
        /// As it should.
        case well
        /// As it should, after so many seconds.
        case slow(Double)
        /// With this status, and with a Retry-After header if one is given (seconds, or an HTTP date).
        case status(Int, retryAfter: String? = nil)
        /// With status 200 and a page that is neither JSON nor OAI-PMH.
        case garbage
        /// Not at all: the connection stays open.
        case hanging
    }

    private struct State {
        var mood = Mood.well
        var left: Int?
        var requests: [String] = []
    }

    /// What its threads share with it; they do not keep the stand-in itself.
    private final class StateBox: Sendable {
        let state = Mutex(State())
    }

    /// The port it listens on, also after it was down.
    public let port: Int

    private let box = StateBox()
    private let listener = Mutex<LoopbackListener?>(nil)

    /// Starts it.
    public init() throws {
        port = freeServerPort()
        try comeUp()
    }

    /// `http://127.0.0.1:PORT`.
    public var url: String { "http://127.0.0.1:\(port)" }
    /// What `dspace-rest` is pointed at.
    public var dspaceREST: String { "\(url)/server/api" }
    /// What `dspace6-rest` is pointed at.
    public var dspace6REST: String { "\(url)/rest" }
    /// What `dataverse` is pointed at.
    public var dataverse: String { "\(url)/api" }
    /// What `solr` is pointed at.
    public var solr: String { "\(url)/solr/hyrax" }
    /// What `oai-pmh` is pointed at.
    public var oai: String { "\(url)/oai/request" }

    /// The targets (path and query) of the requests it has read, oldest first.
    public var requests: [String] { box.state.withLock(\.requests) }

    /// Changes how it answers from now on.
    /// - Parameter count: For how many requests; then it is well again. nil: until told otherwise.
    public func become(_ mood: Mood, for count: Int? = nil) {
        box.state.withLock { ($0.mood, $0.left) = (mood, count) }
    }

    /// Refuses connections and ends those it has.
    public func goDown() {
        listener.withLock { listener in
            listener?.stop()
            listener = nil
        }
    }

    /// Listens again, on the same port.
    public func comeUp() throws {
        let url = url
        let box = box
        try eventually("port \(port) can be listened on") {
            guard let new = try? LoopbackListener(port: port, serve: { Self.serve($0, url, box) }) else { return false }
            listener.withLock { $0 = new }
            return true
        }
    }

    private static func serve(_ connection: Int32, _ url: String, _ box: StateBox) {
        while let request = HTTPText.readRequest(connection) {
            let words = request.split(separator: " ")
            guard words.count == 3 else { return }
            let target = String(words[1])
            let mood = box.state.withLock { state in
                state.requests.append(target)
                guard let left = state.left else { return state.mood }
                guard left > 0 else { return .well }
                state.left = left - 1
                return state.mood
            }
            guard let answer = answer(to: target, url: url, in: mood) else { return waitForEnd(connection) }
            guard HTTPText.write(answer.text, to: connection) else { return }
        }
    }

    /// - Returns: nil when there is to be no answer.
    private static func answer(to target: String, url: String, in mood: Mood) -> StandInAnswer? {
        switch mood {
        case .well: break
        case .slow(let seconds): usleep(UInt32(seconds * 1_000_000))
        case .status(let status, let retryAfter):
            return StandInAnswer(
                status, "text/html", "<html><body><h1>\(status)</h1></body></html>",
                headers: retryAfter.map { ["Retry-After: \($0)"] } ?? [])
        case .garbage: return StandInAnswer(200, "text/html", "<!DOCTYPE html><html><p>Wartung & <b>mehr\u{0}</p>")
        case .hanging: return nil
        }
        let request = StandInRequest(target: target, url: url)
        return request.dspaceAnswer ?? request.dspace6Answer ?? request.dataverseAnswer ?? request.solrAnswer
            ?? request.oaiAnswer ?? StandInAnswer(404, "text/html", "<html>no such page</html>")
    }

    private static func waitForEnd(_ connection: Int32) {
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }
}
