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
}
