public import CounterRules
import PluginAPI

/// A worked example of COUNTER's metrics: usage-protocols.md, section 2.6, and vector R1.
public struct CounterExample: Sendable, CustomStringConvertible {
    /// Its name there.
    public let description: String
    /// Its hits, in the order of the file.
    public let hits: [CounterHit]
    /// TII, UII, TIR, UIR.
    public let counts: [Int]
    /// The times of the hits that count.
    public let kept: [String]

    /// - Parameter hits: `R 10:01:00` is a Request of item 1; further words change it: `i=2` the item, `f2` the file, `ip2`, `ua2`,
    ///   `u=` the user's name, `s=` the session's cookie, `d2` the next day.
    private init(_ id: String, _ hits: [String], _ counts: [Int], kept: [String]) {
        (description, self.hits, self.counts, self.kept) = (id, hits.map(Self.hit), counts, kept)
    }

    /// All of them.
    public static let all = [
        CounterExample("D1", ["R 10:01:00", "R 10:01:29"], [1, 1, 1, 1], kept: ["10:01:29"]),
        CounterExample("D2", ["R 10:01:00", "R 10:01:30"], [1, 1, 1, 1], kept: ["10:01:30"]),
        CounterExample("D3", ["R 10:01:00", "R 10:01:31"], [2, 1, 2, 1], kept: ["10:01:00", "10:01:31"]),
        CounterExample("D3b", ["R 10:01:00", "R 10:01:35"], [2, 1, 2, 1], kept: ["10:01:00", "10:01:35"]),
        CounterExample(
            "D4", ["R 10:01:00", "R 10:01:20", "R 10:01:40", "R 10:02:00"], [1, 1, 1, 1], kept: ["10:02:00"]),
        CounterExample(
            "D5", ["R 10:01:00", "R 10:01:20", "R 10:02:00"], [2, 1, 2, 1], kept: ["10:01:20", "10:02:00"]),
        CounterExample("D6", ["R 10:01:00", "R 10:01:00", "R 10:01:00"], [1, 1, 1, 1], kept: ["10:01:00"]),
        CounterExample("D7", ["R 10:01:00", "R 10:01:10 ip2"], [2, 2, 2, 2], kept: ["10:01:00", "10:01:10"]),
        CounterExample("D8", ["R 10:01:00", "R 10:01:10 ua2"], [2, 2, 2, 2], kept: ["10:01:00", "10:01:10"]),
        CounterExample("D9", ["R 10:01:00", "R 10:01:10 f2"], [2, 1, 2, 1], kept: ["10:01:00", "10:01:10"]),
        CounterExample("D10", ["V 10:01:00", "R 10:01:05"], [2, 1, 1, 1], kept: ["10:01:00", "10:01:05"]),
        CounterExample("D11", ["V 10:59:00", "R 11:01:00"], [2, 2, 1, 1], kept: ["10:59:00", "11:01:00"]),
        CounterExample("D12", ["R 10:59:50", "R 11:00:10"], [1, 1, 1, 1], kept: ["11:00:10"]),
        CounterExample("D13", ["R 10:01:00 u=a", "R 10:01:10 u=b"], [2, 2, 2, 2], kept: ["10:01:00", "10:01:10"]),
        CounterExample("D14", ["R 10:01:00 u=a", "R 10:01:10 u=a ip2"], [1, 1, 1, 1], kept: ["10:01:10"]),
        CounterExample("D15", ["V 10:50:00 s=s", "V 11:10:00 s=s"], [2, 1, 0, 0], kept: ["10:50:00", "11:10:00"]),
        CounterExample("D16", ["R 23:59:50", "R 00:00:10 d2"], [1, 1, 1, 1], kept: ["00:00:10"]),
        CounterExample("D17", ["R 10:01:20", "R 10:01:00"], [1, 1, 1, 1], kept: ["10:01:20"]),
        CounterExample(
            "D18", ["R 10:01:00", "R 10:01:05 i=2", "R 10:01:10"], [2, 2, 2, 2], kept: ["10:01:05", "10:01:10"]),
        CounterExample(
            "R1", ["V 10:00:00", "R 10:00:20", "R 10:00:40", "V 11:30:00", "R 11:45:00"], [4, 2, 2, 2],
            kept: ["10:00:00", "10:00:40", "11:30:00", "11:45:00"]),
    ]

    /// A hit of 2024-06-15 or the day after, as the examples' words describe it.
    public static func hit(_ text: String) -> CounterHit {
        let words = text.split(separator: " ").map(String.init)
        func value(_ key: String) -> String? {
            words.dropFirst(2).first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
        }
        let parts = words[1].split(separator: ":").compactMap { Int64($0) }
        // 2024-06-15 and the day after.
        let day: Int64 = value("d2") == nil ? 19_889 : 19_890
        let seconds = day * 86_400 + parts[0] * 3_600 + parts[1] * 60 + parts[2]
        let item = value("i=") ?? "1"
        let client = CounterClient(
            address: "192.0.2.\(value("ip") ?? "1")", userAgent: "UA \(value("ua") ?? "1")", session: value("s="),
            username: value("u="))
        return CounterHit(
            time: UTCTime(secondsSince1970: seconds), client: client,
            url: "/items/\(item)/\(words[0])\(value("f") ?? "1")", item: item,
            event: words[0] == "R" ? .request : .investigation)
    }
}
