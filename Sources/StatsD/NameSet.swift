/// The different values that a set got in an interval. Sendable, since it is used by who has the shard or the store that it is in.
final class NameSet: @unchecked Sendable {
    private(set) var names = KeyTable()

    /// Adds a value.
    func insert(_ name: UnsafeRawBufferPointer) { _ = names.number(of: name) }

    /// Adds all of another.
    func formUnion(_ other: NameSet) {
        for number in 0..<other.names.count { insert(other.names[number]) }
    }

    /// Forgets all.
    func removeAll() { names.removeAll() }
}
