import PluginAPI

/// A format that can tell whether a line that it could read is one of its own: some read others' lines too, and see a user
/// where a host stands.
protocol RecognisingFormat: LineFormat {
    /// Whether a line that this format has read is in this format.
    func recognises(_ line: ParsedLine, _ message: LogMessage) -> Bool
}

extension AccessLog: RecognisingFormat {
    func recognises(_ line: ParsedLine, _ message: LogMessage) -> Bool {
        // The most lenient ones, which come last: a client may be a name.
        if prefix == .none, tail == .anything, !identIsHost { return true }
        guard line.hasAddress else { return false }
        if prefix == .virtualHost { return !ParsedLine.isAddress(line.bytes(line.host)) }
        if identIsHost { return !line.host.isEmpty }
        switch tail {
        case .seconds: return !message.line.isEmpty && isNumber(message.line)
        case .host:
            return line.bytes(line.host).contains(UInt8(ascii: ".")) && !ParsedLine.isAddress(line.bytes(line.host))
        default: return true
        }
    }

    /// Whether nothing but a number follows the last quote: `combinedio` has two.
    private func isNumber(_ bytes: [UInt8]) -> Bool {
        let quote = bytes.lastIndex(of: UInt8(ascii: "\"")) ?? 0
        return bytes[(quote + 1)...].split { $0 <= UInt8(ascii: " ") }.count == 1
    }
}

extension StepFormat: RecognisingFormat {
    func recognises(_ line: ParsedLine, _ message: LogMessage) -> Bool { line.hasAddress }
}

extension HAProxyLog: RecognisingFormat {
    func recognises(_ line: ParsedLine, _ message: LogMessage) -> Bool { line.hasAddress }
}

extension JSONFormat: RecognisingFormat {
    func recognises(_ line: ParsedLine, _ message: LogMessage) -> Bool { line.hasAddress }
}

extension ColumnsFormat: RecognisingFormat {
    func recognises(_ line: ParsedLine, _ message: LogMessage) -> Bool { line.hasAddress && recognises(message) }
}
