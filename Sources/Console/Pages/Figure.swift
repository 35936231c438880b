import Glibc

/// Numbers as people read them.
enum Figure {
    /// `1,234,567`
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        return number < 0 ? "-\(grouped)" : grouped
    }

    /// `12.3`, `1,234`
    static func rate(_ number: Double) -> String {
        let number = number.isFinite ? min(max(number, -1e15), 1e15) : 0
        let tenths = Int((number * 10).rounded())
        guard number.magnitude < 100, !tenths.isMultiple(of: 10) else { return count(Int(number.rounded())) }
        return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }

    /// `12.3`, `-4.5`, `1234` of a hundred: for parts of one.
    static func percent(_ part: Double) -> String {
        let part = part.isFinite ? min(max(part, -1e12), 1e12) : 0
        let tenths = Int((part * 1_000).rounded())
        let text = "\(tenths.magnitude / 10)" + (tenths.isMultiple(of: 10) ? "" : ".\(tenths.magnitude % 10)")
        return tenths < 0 ? "-\(text)" : text
    }

    /// `950`, `12,000`, `1.5 M`: with room for seven characters.
    static func short(_ number: Double) -> String {
        number < 1_000_000 ? rate(number) : "\(rate(number / 1_000_000)) M"
    }

    /// `512 B`, `12.3 kB`, `4.5 MB`, `1.2 GB`; in steps of 1,000.
    static func bytes(_ number: Int) -> String {
        var (value, unit) = (Double(number), "B")
        for larger in ["kB", "MB", "GB", "TB"] where value >= 1_000 { (value, unit) = (value / 1_000, larger) }
        return "\(rate(value)) \(unit)"
    }

    /// `45 s`, `12 min`, `3.5 h`, `2.1 days`
    static func duration(_ seconds: Double) -> String {
        let seconds = seconds.isFinite ? min(max(seconds, 0), 1e12) : 0
        return switch seconds {
        case ..<90: "\(Int(seconds.rounded())) s"
        case ..<5_400: "\(Int((seconds / 60).rounded())) min"
        case ..<172_800: "\(rate(seconds / 3600)) h"
        default: "\(rate(seconds / 86_400)) days"
        }
    }

    /// `0.8 ms`, `12 ms`, `1.5 s`; a dash where there is none. In seconds.
    static func latency(_ seconds: Double?) -> String {
        guard let seconds else { return "–" }
        return seconds < 1 ? "\(rate(seconds * 1_000)) ms" : "\(rate(seconds)) s"
    }

    /// `12:03:20`, in the time of this machine. In seconds since 1970.
    static func clock(_ seconds: Int) -> String { text(seconds, "%H:%M:%S") }

    /// `12:03:20` of today, `21 Nov 12:03` of another day, in the time of this machine; what is no RFC 3339 as it is.
    static func moment(_ text: String) -> String {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int32($0) }
        guard numbers.count == 6, text.hasSuffix("Z") else { return text }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
        let seconds = timegm(&parts)
        let isToday = Self.text(seconds, "%F") == Self.text(time(nil), "%F")
        return Self.text(seconds, isToday ? "%H:%M:%S" : "%-d %b %H:%M")
    }

    private static func text(_ seconds: Int, _ format: String) -> String {
        var (seconds, parts) = (seconds, tm())
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
