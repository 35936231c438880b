/// Names of metrics with wildcards, as Graphite reads them: parts with dots between them, and in a part `*` for any characters, `?`
/// for one, `[abc]` and `[a-z]` for one of some, `{one,other}` for one of some words. Tags (`;key=value`) belong to the last part.
public struct MetricPattern: Sendable {
    /// A pattern that stands for too much, in one line.
    public struct TooLarge: Error, CustomStringConvertible {
        /// What is wrong.
        public let description: String
    }

    /// How many words the alternatives of a part may come to.
    private static let mostWords = 1_000

    /// The pattern as written.
    public let text: String

    private let parts: [[PartPattern]]

    /// A pattern.
    /// - Throws: ``TooLarge``.
    public init(_ text: String) throws(TooLarge) {
        self.text = text
        var parts: [[PartPattern]] = []
        for part in Self.split(text) {
            let words = Self.words(Array(part))
            guard let words, words.count <= Self.mostWords else {
                throw TooLarge(description: "\(text): the words in braces come to more than \(Self.mostWords)")
            }
            parts.append(words.map { PartPattern(Array($0.utf8)) })
        }
        self.parts = parts
    }

    /// How many parts it has.
    public var depth: Int { parts.count }

    /// Whether a whole path is meant.
    public func matches(_ path: String) -> Bool {
        let names = Self.nameParts(path)
        return names.count == parts.count && matches(names[...])
    }

    /// The place in the tree of metrics that a path has at the pattern's depth, if that is meant.
    /// - Returns: The place, and whether it is the metric itself; nil: it is not meant.
    public func place(of path: String) -> (path: Substring, isMetric: Bool)? {
        let names = Self.nameParts(path)
        guard names.count >= parts.count, let last = names.prefix(parts.count).last, matches(names.prefix(parts.count))
        else { return nil }
        return (path[..<last.endIndex], names.count == parts.count)
    }

    /// The parts of a metric's path.
    static func nameParts(_ path: String) -> [Substring] {
        guard let tags = path.firstIndex(of: ";") else {
            return path.split(separator: ".", omittingEmptySubsequences: false)
        }
        var parts = path[..<tags].split(separator: ".", omittingEmptySubsequences: false)
        if let last = parts.popLast() { parts.append(path[last.startIndex...]) }
        return parts
    }

    private func matches(_ names: ArraySlice<Substring>) -> Bool {
        zip(parts, names).allSatisfy { words, name in
            let name = Array(name.utf8)
            return words.contains { $0.matches(name) }
        }
    }

    /// The parts; dots within braces do not part.
    private static func split(_ text: String) -> [Substring] {
        var (parts, start, depth) = ([Substring](), text.startIndex, 0)
        for index in text.indices {
            switch text[index] {
            case "{": depth += 1
            case "}": depth -= 1
            case ";": return parts + [text[start...]]
            case "." where depth <= 0:
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        return parts + [text[start...]]
    }

    /// The words that alternatives come to; nil: too many.
    private static func words(_ text: [Character]) -> [String]? {
        guard let open = text.firstIndex(of: "{") else { return [String(text)] }
        var (depth, starts, close) = (0, [open + 1], -1)
        for index in text.indices[open...] {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" { depth -= 1 }
            if text[index] == ",", depth == 1 { starts.append(index + 1) }
            if depth == 0 {
                close = index
                break
            }
        }
        // A brace that nothing closes is none.
        guard close > open else { return [String(text)] }
        guard let rest = words(Array(text[(close + 1)...])) else { return nil }
        var found: [String] = []
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] - 1 : close
            guard let inner = words(Array(text[start..<end])) else { return nil }
            for word in inner { for tail in rest { found.append(String(text[..<open]) + word + tail) } }
            guard found.count <= mostWords else { return nil }
        }
        return found
    }
}
