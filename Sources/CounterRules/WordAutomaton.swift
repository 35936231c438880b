/// Looks for many words at once, whatever the case of their ASCII letters: the automaton of Aho and Corasick (1975) with
/// every transition filled in, so that a text costs one table look-up per byte however many words there are.
struct WordAutomaton {
    /// The column of each byte: bytes that occur in no word share column 0, and `A` shares that of `a`.
    private let column: [UInt8]
    private let columns: Int
    /// The next state, by state and column.
    private let next: [UInt32]
    /// The first of the words that end in a state, by their order in the list; `none` where none does.
    private let ending: [Int32]

    private static let none = Int32.max

    init(_ words: [[UInt8]]) {
        var column = [UInt8](repeating: 0, count: 256)
        var columns = 1
        for byte in words.joined() where column[Int(Self.lowercased(byte))] == 0 {
            column[Int(Self.lowercased(byte))] = UInt8(columns)
            columns += 1
        }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { column[Int(byte)] = column[Int(Self.lowercased(byte))] }

        var next = [UInt32](repeating: 0, count: columns)
        var ending = [Self.none]
        for (number, word) in words.enumerated() {
            var state = 0
            for byte in word {
                let edge = state * columns + Int(column[Int(byte)])
                if next[edge] == 0 {
                    next[edge] = UInt32(ending.count)
                    next.append(contentsOf: repeatElement(0, count: columns))
                    ending.append(Self.none)
                }
                state = Int(next[edge])
            }
            ending[state] = min(ending[state], Int32(number))
        }
        Self.fillIn(&next, &ending, columns)
        self.column = column
        self.columns = columns
        self.next = next
        self.ending = ending
    }

    /// The number of the first word, in the order of the list, that occurs in a text; nil when none does.
    func firstWord(in text: ArraySlice<UInt8>) -> Int? {
        var state = 0
        var first = ending[0]
        for byte in text {
            state = Int(next[state * columns + Int(column[Int(byte)])])
            first = min(first, ending[state])
        }
        return first == Self.none ? nil : Int(first)
    }

    /// Gives every state the transitions of its longest proper suffix that is a state, in order of depth.
    private static func fillIn(_ next: inout [UInt32], _ ending: inout [Int32], _ columns: Int) {
        var suffix = [Int](repeating: 0, count: ending.count)
        var queue = next[0..<columns].filter { $0 != 0 }.map(Int.init)
        var index = 0
        while index < queue.count {
            let state = queue[index]
            index += 1
            ending[state] = min(ending[state], ending[suffix[state]])
            for column in 0..<columns {
                let fallback = next[suffix[state] * columns + column]
                let child = Int(next[state * columns + column])
                if child == 0 {
                    next[state * columns + column] = fallback
                } else {
                    suffix[child] = Int(fallback)
                    queue.append(child)
                }
            }
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
