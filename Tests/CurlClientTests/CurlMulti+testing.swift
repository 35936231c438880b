import CurlClient
import TestKit

extension CurlOptions {
    /// What most tests ask for.
    static func testing(timeout: Double = 20) -> CurlOptions {
        CurlOptions(timeout: timeout, userAgent: "loglines/test")
    }
}

extension CurlMulti {
    func submit(_ url: String, tag: Int = 0) throws { try submit(url: Array(url.utf8) + [0], tag: tag) }

    /// Performs until nothing is in flight.
    func finishAll() throws -> [Finished] {
        var finished: [Finished] = []
        try eventually("all requests are over", within: 60) {
            finished += try perform(waitUpTo: .milliseconds(100))
            return inFlight == 0
        }
        return finished
    }

    /// What becomes of one request.
    static func result(of url: String, _ options: CurlOptions = .testing()) throws -> CurlResult {
        let curl = try CurlMulti(options)
        try curl.submit(url)
        return try curl.finishAll().first?.result ?? CurlResult()
    }
}
