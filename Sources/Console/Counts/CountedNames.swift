/// Names by small numbers, so that what is counted of them takes little room.
struct CountedNames<Name: Hashable & Sendable>: Sendable {
    /// The number of what has no name.
    static var none: Int32 { 0 }
    /// The number of all for which there is no room.
    static var other: Int32 { -1 }

    private var all: [Name] = []
    private var numbers: [Name: Int32] = [:]

    /// A name's number; a new one while there are fewer than so many, else ``other``.
    mutating func number(_ name: Name, atMost most: Int = .max) -> Int32 {
        if let known = numbers[name] { return known }
        guard all.count < most else { return Self.other }
        all.append(name)
        let number = Int32(all.count)
        numbers[name] = number
        return number
    }

    /// The name of a number; nil of ``none`` and ``other``.
    subscript(_ number: Int32) -> Name? { number > 0 ? all[Int(number) - 1] : nil }
}
