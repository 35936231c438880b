import Glibc
import Synchronization

/// Remembers verdicts on texts: a table of fixed size in which a newer text takes the place of an older one with the same
/// slot. So it never grows, and needs no order of use.
final class VerdictCache: Sendable {
    private struct Entry {
        var text: [UInt8] = []
        var verdict = 0

        /// What is remembered of a text; nil when it is another.
        func verdict(of bytes: UnsafeRawBufferPointer) -> Int? {
            guard text.count == bytes.count, let base = bytes.baseAddress else { return nil }
            return text.withUnsafeBytes { $0.baseAddress.map { memcmp($0, base, bytes.count) == 0 } ?? false }
                ? verdict : nil
        }
    }

    private static let slots = 4_096

    /// Longer texts are judged each time, so that odd clients cannot fill the memory.
    private static let longestText = 1_024

    private let entries = Mutex([Entry](repeating: Entry(), count: slots))

    /// The verdict on a text that is not empty, a number, remembered or asked for.
    func verdict(of text: ArraySlice<UInt8>, _ judge: () throws -> Int) rethrows -> Int {
        guard text.count <= Self.longestText else { return try judge() }
        let (slot, known) = text.withUnsafeBytes { bytes in
            let slot = Self.slot(of: bytes)
            return (slot, entries.withLock { $0[slot].verdict(of: bytes) })
        }
        if let known { return known }
        let verdict = try judge()
        entries.withLock { $0[slot] = Entry(text: Array(text), verdict: verdict) }
        return verdict
    }

    /// Mixes eight bytes at a time; texts that differ are told apart by comparison, not by this.
    private static func slot(of bytes: UnsafeRawBufferPointer) -> Int {
        var hash = UInt64(bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), into: &hash)
            index += 8
        }
        if index < bytes.count, bytes.count >= 8 {
            // The last eight, some of them for a second time.
            mix(bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self), into: &hash)
            index = bytes.count
        }
        while index < bytes.count {
            mix(UInt64(bytes[index]), into: &hash)
            index += 1
        }
        return Int(hash % UInt64(slots))
    }

    private static func mix(_ word: UInt64, into hash: inout UInt64) {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        hash = product.high ^ product.low
    }
}
