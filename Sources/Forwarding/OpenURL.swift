/// An OpenURL's keys and values in the order in which they are sent, not yet escaped: for showing it.
public struct OpenURL: Sendable, Equatable {
    /// One key with its value.
    public struct Pair: Sendable, Equatable {
        /// The key (`rft.artnum`).
        public let key: String
        /// The value, as bytes: what a log holds need not be UTF-8.
        public var value: [UInt8]
    }

    /// The pairs in order; no key comes twice.
    public internal(set) var pairs: [Pair] = []

    /// The values by key, as text; bytes that are not UTF-8 become U+FFFD.
    public var dictionary: [String: String] {
        Dictionary(pairs.map { ($0.key, String(decoding: $0.value, as: UTF8.self)) }) { first, _ in first }
    }

    /// The value of a key as text; nil when the protocol does not send it.
    public subscript(key: String) -> String? {
        pairs.first { $0.key == key }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}
