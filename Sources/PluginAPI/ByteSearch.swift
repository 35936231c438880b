import Glibc

/// Searching and comparing parts of a line's bytes, which is done for every line of a log: by the C library, several bytes
/// at a time.
extension [UInt8] {
    /// Where a byte is found first; nil where it is not.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Whether a part is the same as other bytes.
    func holds(_ other: [UInt8], in range: Range<Int>) -> Bool {
        guard other.count == range.count else { return false }
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            return other.withUnsafeBytes { memcmp(base + range.lowerBound, $0.baseAddress ?? base, $0.count) == 0 }
        }
    }
}
