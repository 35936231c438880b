import CCurl

/// Many GET or POST requests at once over libcurl's multi interface, on one thread, with connections that are kept and reused.
///
/// TLS is always verified, redirects are not followed unless the options say so, and only `http` and `https` are spoken.
/// Nothing happens between two calls of ``perform(waitUpTo:)``.
public final class CurlMulti {
    /// One request that is over.
    public struct Finished: Sendable, Equatable {
        /// What the caller called it.
        public let tag: Int
        /// What became of it.
        public let result: CurlResult
    }

    private static let global = ccurl_global_init()

    /// Longer than a busy caller is away between two calls, and shorter than any sensible timeout.
    private static let lateness = Duration.milliseconds(250)

    private let multi: UnsafeMutableRawPointer
    private let options: CurlOptions
    private var wakes: [curl_waitfd]
    private var idle: [CurlTransfer] = []
    /// The requests in flight by libcurl's handle.
    private var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    /// When libcurl last looked at its connections.
    private var lastLook = ContinuousClock.now

    /// - Throws: ``CurlError`` when libcurl cannot be used with these options.
    public init(_ options: CurlOptions) throws(CurlError) {
        guard CurlMulti.global == CURLE_OK, let multi = curl_multi_init() else {
            throw CurlError(what: "to start", reason: "out of memory, or no TLS")
        }
        self.multi = multi
        self.options = options
        wakes = options.wakeDescriptors.map { curl_waitfd(fd: $0, events: Int16(CURL_WAIT_POLLIN), revents: 0) }
        // Made at once, so that an option libcurl does not take is an error at start.
        idle = [try CurlTransfer(options)]
    }

    deinit {
        close()
        idle.removeAll()
        curl_multi_cleanup(multi)
    }

    /// How many requests are in flight.
    public var inFlight: Int { active.count }

    /// Begins a request; it goes out with the next ``perform(waitUpTo:)``.
    /// - Parameters:
    ///   - url: The whole URL with a NUL byte at its end. One that is no URL comes back as a failed request.
    ///   - target: Where in it the path begins, if what stands there is to be sent byte for byte, which spares libcurl looking
    ///     at it. Not with a proxy.
    ///   - body: What a POST request sends; nil: the request is a GET.
    ///   - tag: Comes back with the result.
    /// - Throws: ``CurlError`` when there is no memory; nothing has begun then.
    public func submit(url: [UInt8], target: Int? = nil, body: [UInt8]? = nil, tag: Int) throws(CurlError) {
        let transfer = if let used = idle.popLast() { used } else { try CurlTransfer(options) }
        try transfer.aim(at: url, target: target, tag: tag)
        try transfer.carry(body)
        try check(curl_multi_add_handle(multi, transfer.easy), "a request")
        active[transfer.easy] = transfer
    }

    /// Sends and receives what can be sent and received, waiting for it if nothing is finished yet.
    /// - Parameter limit: How long at most. The wait ends sooner when something happens on a connection or a wake
    ///   descriptor can be read, so an empty answer says nothing about the time.
    /// - Returns: The requests that are over.
    /// - Throws: ``CurlError`` when libcurl cannot go on.
    public func perform(waitUpTo limit: Duration) throws(CurlError) -> [Finished] {
        try go(after: .zero)
        let finished = collect()
        guard finished.isEmpty else { return finished }
        try check(
            curl_multi_poll(multi, &wakes, UInt32(wakes.count), limit.wholeMilliseconds, nil), "to wait")
        try go(after: limit)
        return collect()
    }

    /// Sends and receives what can be. libcurl looks at the time before it reads: after a while in which nobody called (the
    /// caller waited for another server, the machine slept) it would take for timed out what has been answered long ago,
    /// and a use would be sent twice. So then it reads first, and may give up the next time.
    /// - Parameter wait: How long ago the last call may be.
    private func go(after wait: Duration) throws(CurlError) {
        let isLate = !active.isEmpty && lastLook.duration(to: .now) > max(wait, .zero) + CurlMulti.lateness
        if isLate { for transfer in active.values { try transfer.limit(false) } }
        var running: Int32 = 0
        let code = curl_multi_perform(multi, &running)
        if isLate { for transfer in active.values { try transfer.limit(true) } }
        lastLook = .now
        try check(code, "to go on")
    }

    /// Ends all requests in flight, whether or not they have been sent.
    /// - Returns: Their tags.
    @discardableResult
    public func close() -> [Int] {
        let tags = active.values.map(\.tag)
        for transfer in active.values { curl_multi_remove_handle(multi, transfer.easy) }
        active.removeAll()
        return tags
    }

    private func collect() -> [Finished] {
        var finished: [Finished] = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left)?.pointee {
            guard message.msg == CURLMSG_DONE, let easy = message.easy_handle,
                let transfer = active.removeValue(forKey: easy)
            else { continue }
            finished.append(Finished(tag: transfer.tag, result: transfer.result(message.data.result)))
            curl_multi_remove_handle(multi, easy)
            idle.append(transfer)
        }
        return finished
    }

    private func check(_ code: CURLMcode, _ what: String) throws(CurlError) {
        guard code != CURLM_OK else { return }
        throw CurlError(what: what, reason: String(cString: curl_multi_strerror(code)))
    }
}

extension Duration {
    /// Rounded up, so that what becomes due at the end of a wait is due; no longer than a day.
    fileprivate var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < 86_400 else { return 86_400_000 }
        return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
