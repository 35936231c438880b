import Glibc

/// Byte strings, each once, numbered in the order in which they came: a hash table that is asked with bytes where they lie,
/// and allocates only as it grows.
///
/// Its hash has a seed that is drawn anew in each process (``KeyHash``): nobody can send keys that collide.
struct KeyTable: ~Copyable, @unchecked Sendable {
    // Sendable, since its memory is its own alone.

    /// A key's hash and number; a number below 0: nothing is there.
    private struct Slot {
        var hash: UInt32
        var number: Int32
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    /// Where each key ends in ``bytes``; it begins where the one before it ends.
    private var ends: [Int] = []
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    /// A table without keys.
    init(slots number: Int = 16) {
        mask = number - 1
        slots = KeyTable.emptySlots(number)
        capacity = number * 16
        bytes = .allocate(capacity: capacity)
    }

    deinit {
        slots.deallocate()
        bytes.deallocate()
    }

    /// How many keys there are.
    var count: Int { ends.count }

    /// The bytes of a key, for as long as nothing is added.
    subscript(number: Int) -> UnsafeRawBufferPointer {
        let start = number == 0 ? 0 : ends[number - 1]
        return UnsafeRawBufferPointer(start: bytes + start, count: ends[number] - start)
    }

    /// The hash of a key, for ``number(of:hash:)``: of one key in several tables it is worked out once.
    @inline(__always)
    static func hash(_ key: UnsafeRawBufferPointer) -> Int { KeyHash.seeded.hash(key) }

    /// The number of a key that is there.
    func find(_ key: UnsafeRawBufferPointer, hash: Int) -> Int? {
        let number = slots[slot(of: key, hash: hash)].number
        return number < 0 ? nil : Int(number)
    }

    /// The number of a key, which is added if it is not there.
    @inline(__always)
    mutating func number(of key: UnsafeRawBufferPointer, hash: Int) -> (number: Int, isNew: Bool) {
        let at = slot(of: key, hash: hash)
        let number = slots[at].number
        if number >= 0 { return (Int(number), false) }
        return (add(key, hash: hash, at: at), true)
    }

    /// The number of a key, which is added if it is not there.
    mutating func number(of key: UnsafeRawBufferPointer) -> (number: Int, isNew: Bool) {
        number(of: key, hash: KeyTable.hash(key))
    }

    /// Forgets all keys and keeps the memory.
    mutating func removeAll() {
        slots.update(repeating: Slot(hash: 0, number: -1), count: mask + 1)
        ends.removeAll(keepingCapacity: true)
    }

    /// The slot that holds a key, or the empty one that it belongs into.
    @inline(__always)
    private func slot(of key: UnsafeRawBufferPointer, hash: Int) -> Int {
        let short = UInt32(truncatingIfNeeded: hash)
        var at = hash & mask
        while true {
            let slot = slots[at]
            if slot.number < 0 { return at }
            if slot.hash == short, isKey(Int(slot.number), key) { return at }
            at = (at &+ 1) & mask
        }
    }

    @inline(__always)
    private func isKey(_ number: Int, _ key: UnsafeRawBufferPointer) -> Bool {
        let own = self[number]
        guard own.count == key.count else { return false }
        guard let first = own.baseAddress, let second = key.baseAddress, key.count > 0 else { return true }
        return memcmp(first, second, key.count) == 0
    }

    private mutating func add(_ key: UnsafeRawBufferPointer, hash: Int, at slot: Int) -> Int {
        let (number, start) = (ends.count, ends.last ?? 0)
        if start + key.count > capacity { growBytes(to: start + key.count) }
        if let first = key.baseAddress { memcpy(bytes + start, first, key.count) }
        ends.append(start + key.count)
        slots[slot] = Slot(hash: UInt32(truncatingIfNeeded: hash), number: Int32(number))
        // At most half full, so that a search is short.
        if ends.count * 2 > mask { growSlots() }
        return number
    }

    private mutating func growBytes(to needed: Int) {
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: max(needed, capacity * 2))
        memcpy(grown, bytes, capacity)
        bytes.deallocate()
        (bytes, capacity) = (grown, max(needed, capacity * 2))
    }

    private mutating func growSlots() {
        slots.deallocate()
        mask = mask * 2 + 1
        slots = KeyTable.emptySlots(mask + 1)
        for number in 0..<count {
            let hash = KeyTable.hash(self[number])
            slots[slot(of: self[number], hash: hash)] = Slot(
                hash: UInt32(truncatingIfNeeded: hash), number: Int32(number))
        }
    }

    private static func emptySlots(_ number: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: number)
        slots.initialize(repeating: Slot(hash: 0, number: -1), count: number)
        return slots
    }
}
