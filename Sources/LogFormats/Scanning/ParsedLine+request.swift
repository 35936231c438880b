import PluginAPI

extension ParsedLine {
    /// Splits a request line: the method is its first word, the protocol its last if that is one, the target what stands
    /// between, blanks included. What is no request (`-`, nothing, a TLS greeting) leaves all three empty.
    mutating func setRequest(_ request: Range<Int>) {
        let (method, url, httpProtocol) = storage.withUnsafeBufferPointer { bytes in
            Self.split(bytes, request)
        }
        self.method = method
        self.url = url
        self.httpProtocol = httpProtocol
    }

    /// Empties the headers for which the log writes `-`, which means that there was none.
    mutating func dropDashes() {
        if isDash(referer) { referer = 0..<0 }
        if isDash(userAgent) { userAgent = 0..<0 }
        if isDash(forwardedFor) { forwardedFor = 0..<0 }
        if isDash(host) { host = 0..<0 }
    }

    /// Whether a field is `-`.
    func isDash(_ field: Range<Int>) -> Bool {
        field.count == 1 && storage[field.lowerBound] == UInt8(ascii: "-")
    }

    /// Splits a target with scheme and host, which load balancers log: `url` is path and query, as other logs have it, and
    /// the host is kept where the log has none of its own.
    mutating func splitAbsoluteURL() {
        let text = bytes(url)
        guard let colon = text.prefix(6).firstIndex(of: UInt8(ascii: ":")), text[colon...].starts(with: "://".utf8),
            Self.isHTTP(text[..<colon])
        else { return }
        let authority = colon + 3
        let end = text[authority...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? url.upperBound
        if host.isEmpty { host = authority..<end }
        url = end..<url.upperBound
    }

    private static func isHTTP(_ scheme: ArraySlice<UInt8>) -> Bool {
        scheme.elementsEqual("http".utf8) { $0 | 0x20 == $1 } || scheme.elementsEqual("https".utf8) { $0 | 0x20 == $1 }
    }

    private static func split(
        _ bytes: UnsafeBufferPointer<UInt8>, _ request: Range<Int>
    ) -> (method: Range<Int>, url: Range<Int>, httpProtocol: Range<Int>) {
        var methodEnd = request.lowerBound
        while methodEnd < request.upperBound, isMethodCharacter(bytes[methodEnd]) { methodEnd += 1 }
        guard methodEnd > request.lowerBound, methodEnd < request.upperBound, bytes[methodEnd] == UInt8(ascii: " ")
        else { return (0..<0, 0..<0, 0..<0) }

        var urlEnd = request.upperBound
        var protocolStart = request.upperBound
        while protocolStart > methodEnd + 1, bytes[protocolStart - 1] != UInt8(ascii: " ") { protocolStart -= 1 }
        if isProtocol(bytes, protocolStart..<request.upperBound) {
            urlEnd = max(methodEnd + 1, protocolStart - 1)
        } else {
            protocolStart = request.upperBound
        }
        return (request.lowerBound..<methodEnd, methodEnd + 1..<urlEnd, protocolStart..<request.upperBound)
    }

    private static func isProtocol(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>) -> Bool {
        word.count > 5 && bytes[word.lowerBound] == UInt8(ascii: "H") && bytes[word.lowerBound + 1] == UInt8(ascii: "T")
            && bytes[word.lowerBound + 2] == UInt8(ascii: "T") && bytes[word.lowerBound + 3] == UInt8(ascii: "P")
            && bytes[word.lowerBound + 4] == UInt8(ascii: "/")
    }

    /// Letters, digits, `-` and `_`: the characters of every registered method.
    private static func isMethodCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
