public import MetricModel

/// Carbon's plaintext protocol: `path value timestamp`, a line each.
public enum CarbonText {
    /// The lines of a flush. Values that are no finite number are left out, as carbon drops them; so are paths that carbon would
    /// not take for one: empty, or with blanks or control characters in them.
    public static func lines(of flush: MetricFlush) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(flush.values.count * 64)
        let end = Array(" \(flush.time)\n".utf8)
        for value in flush.values where value.value.isFinite && isPath(value.path) {
            text += value.path.utf8
            text.append(UInt8(ascii: " "))
            JavaScriptNumber.append(value.value, to: &text)
            text += end
        }
        return text
    }

    private static func isPath(_ path: String) -> Bool {
        !path.isEmpty && path.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
    }
}
