/// The table of faults and the sums, as text.
struct Report {
    let script: FaultScript
    let seed: UInt64

    /// Each fault with how often it was injected, how often work went on after it, and how long that took at worst.
    var table: String {
        var rows = [["FAULT", "INJECTED", "OUTCOME"]]
        for name in Fault.all.map(\.name) {
            let injections = script.history.filter { $0.fault == name }
            if let skipped = script.skipped.first(where: { $0.fault == name }) {
                rows.append([name, "-", "SKIPPED: \(skipped.reason)"])
            } else if !injections.isEmpty {
                let recoveries = injections.compactMap(\.recovery)
                let worst = Report.rounded(recoveries.max() ?? 0)
                let outcome =
                    recoveries.count == injections.count
                    ? "work went on each time, after \(worst) s at most"
                    : "work did NOT go on \(injections.count - recoveries.count) times"
                rows.append([name, "\(injections.count)", outcome])
            } else {
                rows.append([name, "0", "its turn did not come"])
            }
        }
        let width = rows.map(\.[0].count).max() ?? 0
        return rows.map { row in
            row[0] + String(repeating: " ", count: width + 2 - row[0].count)
                + String(repeating: " ", count: max(0, 8 - row[1].count)) + row[1] + "  " + row[2]
        }.joined(separator: "\n")
    }

    /// What was injected, in order, with the times.
    var history: String {
        "seed \(seed); injected:\n"
            + script.history.map { injection in
                "  \(Report.rounded(injection.at)) s to \(Report.rounded(injection.healed)) s: \(injection.fault)"
                    + (injection.detail.isEmpty ? "" : " (\(injection.detail))")
                    + (injection.recovery.map { ", work went on after \(Report.rounded($0)) s" } ?? ", NO work after it")
            }.joined(separator: "\n")
    }

    static func rounded(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
}
