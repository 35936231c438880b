extension ValueType<Int> {
    /// A whole number in a range.
    static func wholeNumber(_ range: ClosedRange<Int>) -> ValueType {
        ValueType(
            expected: range.upperBound == .max
                ? "a whole number, at least \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { text, _ in Int(text).flatMap { range.contains($0) ? $0 : nil } },
            show: { String($0) })
    }

    /// A number of bytes, with supervisord's suffixes KB, MB and GB (1024 each).
    static let size = ValueType(
        expected: "a size (50MB, 512KB, a number of bytes)",
        read: { text, _ in
            let name = text.uppercased()
            for (suffix, shift) in suffixes where name.hasSuffix(suffix) {
                return bytes(name.dropLast(suffix.count).trimmed, shift: shift)
            }
            return bytes(name, shift: 0)
        },
        show: { bytes in
            for (suffix, shift) in suffixes where bytes > 0 && bytes & (1 << shift - 1) == 0 {
                return "\(bytes >> shift)\(suffix)"
            }
            return String(bytes)
        })

    private static let suffixes = [("GB", 30), ("MB", 20), ("KB", 10)]

    private static func bytes(_ digits: String, shift: Int) -> Int? {
        guard let number = Int(digits), number >= 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : bytes
    }
}

extension ValueType<Double> {
    /// Seconds, zero allowed.
    static let seconds = seconds("seconds (60, 0.3)") { $0 >= 0 }

    /// Seconds, more than none.
    static let someSeconds = seconds("seconds, more than 0") { $0 > 0 }

    /// Days, also parts of one, zero allowed.
    static let days = seconds("days (30, 0.5)") { $0 >= 0 }

    private static func seconds(_ expected: String, _ fits: @escaping @Sendable (Double) -> Bool) -> ValueType {
        ValueType(
            expected: expected,
            read: { text, _ in Double(text).flatMap { $0.isFinite && fits($0) ? $0 : nil } },
            show: { $0 == $0.rounded() && $0 < 1e15 ? String(Int($0)) : String($0) })
    }
}

extension ValueType<HostPort> {
    /// `HOST:PORT`, or a port of the loopback interface; supervisord's `*:PORT` means every interface.
    static let hostPort = ValueType(
        expected: "HOST:PORT",
        read: { text, _ in
            let colon = text.lastIndex(of: ":")
            let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
            guard let port = Int(digits), (0...65_535).contains(port) else { return nil }
            let host = colon.map { text[..<$0].filter { $0 != "[" && $0 != "]" } } ?? "127.0.0.1"
            guard !host.contains(where: \.isWhitespace) else { return nil }
            return HostPort(host: host.isEmpty || host == "*" ? "0.0.0.0" : host, port: port)
        },
        show: \.description)
}

extension ValueType<HostPort?> {
    /// The same, or none when empty.
    static let optionalHostPort = ValueType(
        expected: "HOST:PORT, or empty",
        read: { text, directory in
            text.isEmpty ? .some(nil) : ValueType<HostPort>.hostPort.read(text, directory).map(Optional.some)
        },
        show: { $0?.description ?? "" })

    /// The same, or `off`.
    static let hostPortOrOff = ValueType(
        expected: "off, PORT or HOST:PORT",
        read: { text, directory in
            ["", "off"].contains(text.lowercased())
                ? .some(nil) : ValueType<HostPort>.hostPort.read(text, directory).map(Optional.some)
        },
        show: { $0?.description ?? "off" })
}
