/// Values by their keys, in the order in which the keys came.
struct KeyedValues<Value>: ~Copyable {
    private(set) var keys = KeyTable()
    var values: [Value] = []

    /// How many there are.
    var count: Int { values.count }

    /// The place of a key's value, which is made if it is not there.
    @inline(__always)
    mutating func place(of key: UnsafeRawBufferPointer, hash: Int, new: @autoclosure () -> Value) -> Int {
        let (number, isNew) = keys.number(of: key, hash: hash)
        if isNew { values.append(new()) }
        return number
    }

    /// The place of a key's value, which is made if it is not there.
    mutating func place(of key: UnsafeRawBufferPointer, new: @autoclosure () -> Value) -> Int {
        place(of: key, hash: KeyTable.hash(key), new: new())
    }

    /// The place of a key's value, which is made if it is not there.
    mutating func place(of key: String, new: @autoclosure () -> Value) -> Int {
        var key = key
        return key.withUTF8 { place(of: UnsafeRawBufferPointer($0), new: new()) }
    }

    /// The place of a key's value; nil: there is none.
    func find(_ key: String) -> Int? {
        var key = key
        return key.withUTF8 { key in
            let key = UnsafeRawBufferPointer(key)
            return keys.find(key, hash: KeyTable.hash(key))
        }
    }

    /// A key as text.
    func key(_ place: Int) -> String { String(decoding: keys[place], as: UTF8.self) }

    /// Forgets all.
    mutating func removeAll() {
        keys.removeAll()
        values.removeAll(keepingCapacity: true)
    }

    /// Forgets those that are not to be kept.
    mutating func keep(where isKept: (UnsafeRawBufferPointer, Value) -> Bool) {
        var left = KeyTable()
        var leftValues: [Value] = []
        for place in values.indices where isKept(keys[place], values[place]) {
            _ = left.number(of: keys[place])
            leftValues.append(values[place])
        }
        keys = left
        values = leftValues
    }
}

extension KeyedValues: Sendable where Value: Sendable {}
