/// The day that a log line is of, as the line itself writes it: in the time zone of the server that logged it.
///
/// The tail, which parses no line, and the worker that ends a message's way must count it under the same day, malformed
/// lines too; so the day is the first date in the line, `15/Jun/2024` or `2024-06-15`, and nothing else. It is also what
/// `grep 15/Jun/2024` finds.
public struct LogDay: Hashable, Sendable {
    /// Year, month and day as one number (20240615); 0 for a line without a date.
    private let packed: Int32

    /// The day of a line that has no date.
    public static let none = LogDay(packed: 0)

    private init(packed: Int32) { self.packed = packed }

    /// The day of a line.
    public init(of line: [UInt8]) {
        self = line.withUnsafeBufferPointer { LogDay(of: $0) }
    }

    /// The day of a line.
    init(of line: UnsafeBufferPointer<UInt8>) {
        for index in line.indices {
            let byte = line[index]
            if byte == UInt8(ascii: "/"), let day = Self.written(in: line, beforeSlash: index) {
                self = day
                return
            }
            if byte == UInt8(ascii: "-"), let day = Self.written(in: line, beforeDash: index) {
                self = day
                return
            }
        }
        self = .none
    }

    /// Reads `2024-06-15`.
    /// - Returns: nil when it is none.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, let day = bytes.withUnsafeBufferPointer({ Self.written(in: $0, beforeDash: 4) }) else {
            return nil
        }
        self = day
    }

    /// `15/Jun/2024`, of which the first slash is known.
    private static func written(in line: UnsafeBufferPointer<UInt8>, beforeSlash slash: Int) -> LogDay? {
        guard slash >= 2, slash + 8 < line.count, line[slash + 4] == UInt8(ascii: "/"),
            let day = number(line, slash - 2, digits: 2), let year = number(line, slash + 5, digits: 4)
        else { return nil }
        let name = (line[slash + 1], line[slash + 2], line[slash + 3])
        guard let month = months.firstIndex(where: { $0 == name }) else { return nil }
        return LogDay(year: year, month: month + 1, day: day)
    }

    /// `2024-06-15`, of which the first dash is known.
    private static func written(in line: UnsafeBufferPointer<UInt8>, beforeDash dash: Int) -> LogDay? {
        guard dash >= 4, dash + 5 < line.count, line[dash + 3] == UInt8(ascii: "-"),
            let year = number(line, dash - 4, digits: 4), let month = number(line, dash + 1, digits: 2),
            let day = number(line, dash + 4, digits: 2)
        else { return nil }
        return LogDay(year: year, month: month, day: day)
    }

    private init?(year: Int32, month: Int, day: Int32) {
        self.init(year: year, month: Int32(month), day: day)
    }

    private init?(year: Int32, month: Int32, day: Int32) {
        guard (1970...2999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        packed = year * 10_000 + month * 100 + day
    }

    private static func number(_ line: UnsafeBufferPointer<UInt8>, _ start: Int, digits: Int) -> Int32? {
        var value: Int32 = 0
        for index in start..<start + digits {
            let digit = line[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int32(digit)
        }
        return value
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .map { name in
            let bytes = Array(name.utf8)
            return (bytes[0], bytes[1], bytes[2])
        }
}

extension LogDay: Comparable, CustomStringConvertible {
    /// The earlier day; a line without a date comes first.
    public static func < (first: LogDay, second: LogDay) -> Bool { first.packed < second.packed }

    /// `2024-06-15`, or `undated`.
    public var description: String {
        guard packed > 0 else { return "undated" }
        let (month, day) = (packed / 100 % 100, packed % 100)
        return "\(packed / 10_000)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
