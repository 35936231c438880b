import CurlClient

/// Posts lines to an InfluxDB, one request after the other, over a connection that is kept.
final class InfluxRequests {
    /// How long a request may take, in seconds.
    private static let timeout = 30.0

    private let address: InfluxAddress
    private var curl: CurlMulti?

    /// It connects at the first request.
    init(_ address: InfluxAddress) { self.address = address }

    /// Posts lines.
    /// - Throws: ``StoreError`` when libcurl cannot be used.
    func post(_ body: [UInt8]) throws -> CurlResult {
        do {
            let curl = try curl ?? CurlMulti(options)
            self.curl = curl
            try curl.submit(url: Array(address.writeURL.utf8) + [0], body: body, tag: 0)
            while true {
                if let finished = try curl.perform(waitUpTo: .seconds(1)).first { return finished.result }
            }
        } catch let error as CurlError {
            // What it was about to do is not what it does next.
            curl = nil
            throw StoreError.unavailable("\(address.description): \(error)")
        }
    }

    private var options: CurlOptions {
        var options = CurlOptions(timeout: Self.timeout, userAgent: "loglines")
        options.headers = ["Content-Type: text/plain; charset=utf-8"]
        if let token = address.token { options.headers.append("Authorization: Token \(token)") }
        (options.user, options.password) = (address.user, address.password)
        return options
    }
}
