extension ValueType<[String]> {
    /// Addresses that a ZeroMQ socket connects to (zmq_tcp(7), zmq_ipc(7)); a port must be named.
    static let senders = ValueType(
        expected: "a list of tcp://HOST:PORT and ipc://PATH",
        read: { text, _ in
            let addresses = text.words.map { String($0) }
            return !addresses.isEmpty && addresses.allSatisfy(isSender) ? addresses : nil
        },
        show: { $0.joined(separator: " ") })

    private static func isSender(_ address: String) -> Bool {
        if address.hasPrefix("ipc://") { return address.count > "ipc://".count }
        let place = address.dropFirst("tcp://".count)
        guard address.hasPrefix("tcp://"), let colon = place.lastIndex(of: ":"), colon > place.startIndex else {
            return false
        }
        return UInt16(place[place.index(after: colon)...]).map { $0 > 0 } ?? false
    }
}

extension ValueType<String> {
    /// How topics begin. Moksha writes `*` behind that, which stands for the rest.
    static let topic = ValueType(
        expected: "a topic", read: { text, _ in text.trimmed.filter { $0 != "*" } }, show: { $0 })
}
