/// Makes keys that are not in a packet as they are told: with tags, or cleaned.
struct KeyMaker: ~Copyable {
    private var bytes: [UInt8] = []

    /// Makes a key.
    /// - Parameters:
    ///   - name: What stands before the first colon.
    ///   - tags: What stands after `|#`, without these; empty: there are none.
    ///   - isCleaned: Whether blanks become `_`, `/` becomes `-`, and what else Graphite does not take goes.
    ///   - hasInfluxTags: Whether commas in the name begin tags.
    mutating func make(
        _ name: UnsafeRawBufferPointer, tags: UnsafeRawBufferPointer, isCleaned: Bool, hasInfluxTags: Bool
    ) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: name)
        if hasInfluxTags {
            for at in bytes.indices where bytes[at] == UInt8(ascii: ",") { bytes[at] = UInt8(ascii: ";") }
        }
        if !tags.isEmpty {
            for tag in tags.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) { append(tag: tag) }
        }
        if isCleaned { clean() }
    }

    /// A name, cleaned.
    static func cleaned(_ name: String) -> String {
        var maker = KeyMaker()
        var name = name
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        name.withUTF8 { maker.make(UnsafeRawBufferPointer($0), tags: none, isCleaned: true, hasInfluxTags: false) }
        return maker.withKey { String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the key that was made.
    func withKey<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { bytes.withUnsafeBytes(body) }

    /// Only the first `;` and the first `:` of a tag are changed.
    private mutating func append(tag: Slice<UnsafeRawBufferPointer>) {
        bytes.append(UInt8(ascii: ";"))
        let start = bytes.count
        bytes.append(contentsOf: tag)
        for (from, to) in [(UInt8(ascii: ";"), UInt8(ascii: "_")), (UInt8(ascii: ":"), UInt8(ascii: "="))] {
            if let at = bytes[start...].firstIndex(of: from) { bytes[at] = to }
        }
    }

    private mutating func clean() {
        var (from, to) = (0, 0)
        var isAfterBlank = false
        while from < bytes.count {
            let byte = bytes[from]
            let blank = bytes[from...].lengthOfBlank
            if blank == 0 && (KeyBytes.isClean(byte) || byte == UInt8(ascii: "/")) {
                bytes[to] = byte == UInt8(ascii: "/") ? UInt8(ascii: "-") : byte
                to += 1
            } else if blank > 0 && !isAfterBlank {
                bytes[to] = UInt8(ascii: "_")
                to += 1
            }
            isAfterBlank = blank > 0
            from += max(blank, 1)
        }
        bytes.removeSubrange(to...)
    }
}

/// The bytes that keys are made of.
enum KeyBytes {
    /// `a`–`z`, `A`–`Z`, `0`–`9` and `_-.;=`, a bit for each byte: those below 64, and those from 64 to 127. Written out, since
    /// what is worked out when it is first needed is asked each time whether it was.
    private static var low: UInt64 { 0x2bff_6000_0000_0000 }
    private static var high: UInt64 { 0x7ff_fffe_87ff_fffe }

    /// Whether a byte stays in a key that is cleaned.
    @inline(__always)
    static func isClean(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }
}

extension ArraySlice<UInt8> {
    /// How many bytes the blank has that this begins with, of those that JavaScript's `\s` means, in UTF-8; 0: there is none.
    fileprivate var lengthOfBlank: Int {
        guard let byte = first else { return 0 }
        if byte == 0x20 || (0x09...0x0d).contains(byte) { return 1 }
        guard byte >= 0xc2 else { return 0 }
        if starts(with: [0xc2, 0xa0]) { return 2 }
        guard count >= 3 else { return 0 }
        switch (byte, self[startIndex + 1], self[startIndex + 2]) {
        case (0xe1, 0x9a, 0x80), (0xe2, 0x81, 0x9f), (0xe3, 0x80, 0x80), (0xef, 0xbb, 0xbf): return 3
        case (0xe2, 0x80, 0x80...0x8a), (0xe2, 0x80, 0xa8...0xa9), (0xe2, 0x80, 0xaf): return 3
        default: return 0
        }
    }
}
