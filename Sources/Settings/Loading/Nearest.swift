/// Finds what somebody meant who mistyped a name.
public enum Nearest {
    /// The name with the fewest letters to put in, take out, change or swap; of equals the first in the alphabet.
    /// - Returns: nil when there are no names.
    public static func name(to wrong: String, among names: some Sequence<String>) -> String? {
        names.map { (distance(wrong, $0), $0) }.min { $0 < $1 }?.1
    }

    /// `; nearest: NAME`, or nothing when there are no names.
    public static func hint(for wrong: String, among names: some Sequence<String>) -> String {
        name(to: wrong, among: names).map { "; nearest: \($0)" } ?? ""
    }

    /// The Damerau-Levenshtein distance (optimal string alignment).
    static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first.utf8), Array(second.utf8))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
