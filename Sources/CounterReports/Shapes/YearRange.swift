/// Years of publication that are wanted: a value of COUNTER's filter YOP.
public struct YearRange: Sendable, Hashable, CustomStringConvertible {
    private let first: String
    private let last: String

    /// Reads `2020` or `2020-2024`.
    /// - Returns: nil when it is neither.
    public init?(_ text: String) {
        let years = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard let first = years.first, let last = years.last, years.count <= 2, first <= last,
            years.allSatisfy({
                $0.utf8.count == 4 && $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
            })
        else { return nil }
        (self.first, self.last) = (first, last)
    }

    /// As it was read.
    public var description: String { first == last ? first : "\(first)-\(last)" }

    /// Whether a year, yyyy, is one of them.
    func contains(_ year: String) -> Bool { first <= year && year <= last }
}
