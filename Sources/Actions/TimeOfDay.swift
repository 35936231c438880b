/// A time of day as people write it: `23:00`, `7:05:09`, `11:00 PM`, `11pm`.
enum TimeOfDay {
    /// The seconds since midnight; nil when it is no time.
    static func seconds(_ text: String) -> Int? {
        var digits = text.lowercased()
        var half: Int?
        for (ending, hours) in [("am", 0), ("pm", 12)] where digits.hasSuffix(ending) {
            half = hours
            digits.removeLast(2)
            while digits.last == " " { digits.removeLast() }
        }
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.utf8.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 } }),
            (1...2).contains(parts[0].utf8.count), parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
            parts.count <= 3, parts.count > 1 || half != nil
        else { return nil }
        let numbers = parts.compactMap { Int($0) } + [0, 0]
        var hour = numbers[0]
        if let half {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + half
        }
        guard hour < 24, numbers[1] < 60, numbers[2] < 60 else { return nil }
        return hour * 3_600 + numbers[1] * 60 + numbers[2]
    }

    /// `23:00`, `07:05:09`, of seconds since midnight.
    static func text(_ seconds: Double) -> String {
        let seconds = Int(min(max(seconds, 0), 86_399))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60))"
        return seconds % 60 == 0 ? minutes : "\(minutes):\(two(seconds % 60))"
    }
}
