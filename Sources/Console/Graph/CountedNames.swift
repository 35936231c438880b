/// The names that are counted, by small numbers.
struct CountedNames: Sendable {
    /// The number of what has no name.
    static let none: Int32 = 0
    /// The number of all for which there is no room.
    static let other: Int32 = -1

    private var texts = [""]
    private var numbers: [String: Int32] = ["": none]

    /// A name's number; a new one, while there are fewer than so many.
    mutating func number(_ name: String, atMost most: Int) -> Int32 {
        if let known = numbers[name] { return known }
        guard texts.count <= most else { return Self.other }
        let number = Int32(texts.count)
        texts.append(name)
        numbers[name] = number
        return number
    }

    /// The name of a number; "" of ``none`` and ``other``.
    subscript(_ number: Int32) -> String { number > 0 ? texts[Int(number)] : "" }

    /// Keeps the names that buckets have, under new numbers, which it puts into the buckets.
    mutating func keep(_ buckets: inout [LiveCounts.Bucket]) {
        var kept = CountedNames()
        func renumbered(_ number: Int32) -> Int32 {
            number > 0 ? kept.number(texts[Int(number)], atMost: texts.count) : number
        }
        for index in buckets.indices {
            let counts = buckets[index].counts
            buckets[index].counts = Dictionary(
                counts.map { key, count in
                    (
                        LiveCounts.Key(
                            service: renumbered(key.service), verdict: renumbered(key.verdict),
                            kind: renumbered(key.kind), country: renumbered(key.country),
                            content: renumbered(key.content), item: renumbered(key.item)), count
                    )
                }, uniquingKeysWith: +)
        }
        self = kept
    }
}
