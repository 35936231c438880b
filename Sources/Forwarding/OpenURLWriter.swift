/// Takes an OpenURL's pairs one after the other: the rules are written once, for the query string and for showing.
protocol OpenURLWriter {
    /// Begins a pair.
    mutating func key(_ name: StaticString)

    /// Adds to the value of the pair begun last.
    mutating func value(_ bytes: borrowing Span<UInt8>)
}

extension OpenURLWriter {
    mutating func value(_ text: String) {
        let utf8 = text.utf8
        value(utf8.span)
    }

    mutating func pair(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }

    mutating func pair(_ name: StaticString, _ bytes: [UInt8]) {
        key(name)
        value(bytes.span)
    }
}

/// Writes the query string.
struct QueryWriter: OpenURLWriter {
    private(set) var query: [UInt8] = []

    init() { query.reserveCapacity(1_024) }

    mutating func key(_ name: StaticString) {
        let isFirst = query.isEmpty
        query.append(addingCapacity: name.utf8CodeUnitCount + 2) { output in
            if !isFirst { output.append(UInt8(ascii: "&")) }
            // Keys hold unreserved characters only.
            output.withUnsafeMutableBufferPointer { room, count in
                let key = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
                count = UnsafeMutableBufferPointer(rebasing: room[count...]).update(fromContentsOf: key) + count
            }
            output.append(UInt8(ascii: "="))
        }
    }

    mutating func value(_ bytes: borrowing Span<UInt8>) { query.appendFormEncoded(bytes) }
}

/// Collects the pairs.
struct PairWriter: OpenURLWriter {
    private(set) var openURL = OpenURL()

    mutating func key(_ name: StaticString) { openURL.pairs.append(OpenURL.Pair(key: name.description, value: [])) }

    mutating func value(_ bytes: borrowing Span<UInt8>) {
        let last = openURL.pairs.count - 1
        bytes.withUnsafeBufferPointer { openURL.pairs[last].value.append(contentsOf: $0) }
    }
}
