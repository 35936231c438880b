import CurlClient
import Forwarding

extension FuzzTarget {
    /// A tracker's answer: the input is all that a server says on a real connection before it ends it.
    static let answers = FuzzTarget("answers") { input in
        let server = try AnsweringServer(saying: input)
        let curl = try CurlMulti(CurlOptions(timeout: 5, userAgent: "loglines-fuzz"))
        try curl.submit(url: Array("http://127.0.0.1:\(server.port)/?url_ver=Z39.88-2004".utf8) + [0], tag: 7)
        var finished: [CurlMulti.Finished] = []
        while finished.isEmpty {
            try server.serve()
            finished = try curl.perform(waitUpTo: .milliseconds(1))
        }
        try require(finished.map(\.tag) == [7] && curl.inFlight == 0, "one request, but \(finished.count) outcomes")
        let result = finished[0].result
        try require(result.failure?.kind != .timeout, "waited for a connection that had ended")
        try require(result.failure.map { $0.sent } ?? true, "not sent, but answered: \(result)")
        try require(result.body.count <= 512, "more of the body than asked for")
        try require(result.retryAfter.map { $0 > 0 } ?? true, "to be retried in the past")
        try require(result.failure != nil || result.status > 0, "neither answer nor failure")
        try check(Answer(result, success: [200]), result)
    }

    private static func check(_ answer: Answer, _ result: CurlResult) throws {
        try require((answer == .accepted) == (result.status == 200), "accepted with \(result.status)")
        switch answer {
        case .accepted: break
        case .refused(let reason), .unreachable(let reason): try requireShowable(reason)
        case .tryAgain(let reason, let wait), .slowDown(let reason, let wait):
            try requireShowable(reason)
            try require(
                wait.map { $0 > .zero && $0 <= Answer.longestWait } ?? true, "to wait for \(String(describing: wait))")
        }
    }
}
