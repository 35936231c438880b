import CCurl
import Glibc

/// One easy handle with the memory its answer goes to; used for one request after the other.
final class CurlTransfer {
    /// libcurl's handle.
    let easy: UnsafeMutableRawPointer

    /// What the caller calls the request under way.
    private(set) var tag = 0

    private let answer: UnsafeMutablePointer<ccurl_answer>

    /// The URL up to its path, where libcurl was told that and the rest apart.
    private var server: [UInt8] = []

    /// The header lines of all requests.
    private let headers: CurlHeaders

    private var isPost = false

    /// Milliseconds that a request may take.
    private let timeout: Int

    /// - Throws: ``CurlError`` when libcurl does not take an option.
    init(_ options: CurlOptions) throws(CurlError) {
        guard let easy = curl_easy_init() else { throw CurlError(what: "a handle", reason: "out of memory") }
        self.easy = easy
        headers = CurlHeaders()
        answer = .allocate(capacity: 1)
        answer.initialize(to: ccurl_answer())
        switch options.body {
        case .head: answer.pointee.limit = 512
        case .whole(let limit):
            answer.pointee.limit = limit
            answer.pointee.refuses_longer = 1
        }
        let answerSet = ccurl_set_answer(easy, answer)
        guard answerSet == CURLE_OK else { throw CurlError(what: "the answer's memory", reason: words(answerSet)) }
        timeout = Int(max(options.timeout, 0.001) * 1_000)
        try set("CURLOPT_PROTOCOLS_STR", CURLOPT_PROTOCOLS_STR, "http,https")
        try set("CURLOPT_HTTPGET", CURLOPT_HTTPGET, 1)
        try set("CURLOPT_FOLLOWLOCATION", CURLOPT_FOLLOWLOCATION, options.redirects > 0 ? 1 : 0)
        try set("CURLOPT_MAXREDIRS", CURLOPT_MAXREDIRS, options.redirects)
        try set("CURLOPT_REDIR_PROTOCOLS_STR", CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        try set("CURLOPT_USERAGENT", CURLOPT_USERAGENT, options.userAgent)
        // Signals belong to the process's own loop.
        try set("CURLOPT_NOSIGNAL", CURLOPT_NOSIGNAL, 1)
        try set("CURLOPT_TIMEOUT_MS", CURLOPT_TIMEOUT_MS, timeout)
        try set(
            "CURLOPT_CONNECTTIMEOUT_MS", CURLOPT_CONNECTTIMEOUT_MS,
            min(timeout, Int(CurlOptions.longestConnect * 1_000)))
        try set("CURLOPT_TCP_KEEPALIVE", CURLOPT_TCP_KEEPALIVE, 1)
        // Nobody waits a second for a server's leave to send a body.
        for line in options.headers + ["Expect:"] { try headers.add(line) }
        let headersSet = ccurl_set_headers(easy, headers.list)
        guard headersSet == CURLE_OK else { throw CurlError(what: "the headers", reason: words(headersSet)) }
        if !options.user.isEmpty {
            try set("CURLOPT_USERNAME", CURLOPT_USERNAME, options.user)
            try set("CURLOPT_PASSWORD", CURLOPT_PASSWORD, options.password)
        }
        // HTTP/2 where TLS offers it.
        try set("CURLOPT_HTTP_VERSION", CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Stopping does not wait for a name look-up that hangs.
        try set("CURLOPT_QUICK_EXIT", CURLOPT_QUICK_EXIT, 1)
        try set("CURLOPT_SSL_VERIFYPEER", CURLOPT_SSL_VERIFYPEER, 1)
        try set("CURLOPT_SSL_VERIFYHOST", CURLOPT_SSL_VERIFYHOST, 2)
        if !options.caFile.isEmpty {
            try set("CURLOPT_CAINFO", CURLOPT_CAINFO, options.caFile)
            try set("CURLOPT_PROXY_CAINFO", CURLOPT_PROXY_CAINFO, options.caFile)
        }
        // Set also when empty: the environment's http_proxy and no_proxy are not asked.
        try set("CURLOPT_PROXY", CURLOPT_PROXY, options.proxy)
        try set("CURLOPT_NOPROXY", CURLOPT_NOPROXY, "")
    }

    deinit {
        curl_easy_cleanup(easy)
        free(answer.pointee.bytes)
        answer.deinitialize(count: 1)
        answer.deallocate()
    }

    /// Makes it the request for a URL.
    /// - Parameters:
    ///   - url: With a NUL byte at its end.
    ///   - target: Where its path begins, if libcurl is to send that and what follows as it stands.
    func aim(at url: [UInt8], target: Int?, tag: Int) throws(CurlError) {
        precondition(url.last == 0, "a URL for C ends with NUL")
        self.tag = tag
        ccurl_answer_clear(answer)
        guard let target else {
            server = []
            try set(CURLOPT_REQUEST_TARGET, nil)
            return try aim(at: url)
        }
        if server.isEmpty || !url[..<target].elementsEqual(server) {
            server = Array(url[..<target])
            try aim(at: server + [0])
        }
        try set(CURLOPT_REQUEST_TARGET, url[target...])
    }

    /// Gives the request a body, which makes it a POST; nil: a GET.
    func carry(_ body: [UInt8]?) throws(CurlError) {
        guard let body else {
            if isPost { try set("CURLOPT_HTTPGET", CURLOPT_HTTPGET, 1) }
            isPost = false
            return
        }
        // No address would mean that libcurl is to ask for the body.
        let code = (body + [0]).withUnsafeBytes { ccurl_set_body(easy, $0.baseAddress, $0.count - 1) }
        guard code == CURLE_OK else { throw CurlError(what: "a body", reason: words(code)) }
        isPost = true
    }

    private func aim(at url: [UInt8]) throws(CurlError) {
        try set(CURLOPT_URL, url[...])
        // With TLS, wait to learn from a connection being made whether it can be shared. Without, only the first answer
        // could tell, and until then nothing else would be sent.
        try set("CURLOPT_PIPEWAIT", CURLOPT_PIPEWAIT, url.starts(with: "https:".utf8) ? 1 : 0)
    }

    /// Has the request time out, or not, also while it is under way.
    func limit(_ isOn: Bool) throws(CurlError) {
        try set("CURLOPT_TIMEOUT_MS", CURLOPT_TIMEOUT_MS, isOn ? timeout : 0)
    }

    /// What became of the request, once libcurl says that it is over.
    func result(_ code: CURLcode) -> CurlResult {
        var result = CurlResult()
        result.status = number(CURLINFO_RESPONSE_CODE)
        let sent = offset(CURLINFO_PRETRANSFER_TIME_T)
        if sent > 0 { result.seconds = Double(offset(CURLINFO_TOTAL_TIME_T) - sent) / 1_000_000 }
        let wait = offset(CURLINFO_RETRY_AFTER)
        result.retryAfter = wait > 0 ? wait : nil
        result.body = Array(UnsafeRawBufferPointer(start: answer.pointee.bytes, count: answer.pointee.count))
        if code != CURLE_OK {
            result.failure = failure(code)
        } else if !(100...999).contains(result.status) {
            // libcurl lets a status line pass that it cannot read, and makes a negative number of a long one.
            result.status = 0
            result.failure = CurlFailure(kind: .garbled, text: "the answer has no status", sent: true)
        }
        return result
    }

    private func failure(_ code: CURLcode) -> CurlFailure {
        let sent = offset(CURLINFO_PRETRANSFER_TIME_T) > 0
        guard answer.pointee.is_too_long == 0 else {
            let text = "the answer is longer than \(answer.pointee.limit) bytes"
            return CurlFailure(kind: .tooLong, text: text, sent: true)
        }
        let kind = CurlFailure.Kind(code, sent: sent)
        var text = String(cString: ccurl_answer_error(answer))
        if text.isEmpty { text = words(code) }
        let errno = number(CURLINFO_OS_ERRNO)
        if kind == .connect, errno != 0 {
            text = "\(String(cString: strerror(Int32(errno)))) (\(text))"
        }
        return CurlFailure(kind: kind, text: text, sent: sent)
    }

    /// Sets a part of the address, with a NUL byte at its end; nil: none.
    private func set(_ option: CURLoption, _ text: ArraySlice<UInt8>?) throws(CurlError) {
        let code =
            text?.withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { ccurl_set_string(easy, option, $0.baseAddress) }
            } ?? ccurl_set_string(easy, option, nil)
        guard code == CURLE_OK else { throw CurlError(what: "a URL", reason: words(code)) }
    }

    private func set(_ name: StaticString, _ option: CURLoption, _ value: Int) throws(CurlError) {
        let code = ccurl_set_long(easy, option, value)
        guard code == CURLE_OK else { throw CurlError(what: "the option \(name)", reason: words(code)) }
    }

    private func set(_ name: StaticString, _ option: CURLoption, _ value: String) throws(CurlError) {
        let code = ccurl_set_string(easy, option, value)
        guard code == CURLE_OK else { throw CurlError(what: "the option \(name)", reason: words(code)) }
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(easy, info, &value) == CURLE_OK ? value : 0
    }

    private func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return ccurl_get_offset(easy, info, &value) == CURLE_OK ? Int(value) : 0
    }
}

/// libcurl's words for a code.
private func words(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
