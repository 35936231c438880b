/// Lists are split at commas and white space.
extension ValueType<[String]> {
    /// Words: names of queues.
    static let words = ValueType(
        expected: "words", read: { text, _ in text.words.map { String($0) } }, show: { $0.joined(separator: " ") })

    /// Keys that are part of an address, too long to be guessed.
    static let keys = ValueType(
        expected: "words of at least 16 letters, digits and -._~",
        read: { text, _ in
            let keys = text.words.map { String($0) }
            return keys.allSatisfy { $0.utf8.count >= 16 && $0.utf8.allSatisfy(isUnreserved) } ? keys : nil
        },
        show: { $0.joined(separator: " ") })

    /// Whether a byte stands for itself in an address (RFC 3986, section 2.3).
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }

    /// Paths, made absolute.
    static let paths = ValueType(
        expected: "paths",
        read: { text, directory in text.words.map { absolutePath(String($0), in: directory) } },
        show: { $0.joined(separator: " ") })
}

extension ValueType<[HostPort]> {
    /// Where servers listen.
    static let hostPorts = ValueType(
        expected: "a list of HOST:PORT",
        read: { text, directory in
            let places = text.words.map { ValueType<HostPort>.hostPort.read(String($0), directory) }
            return places.contains(nil) ? nil : places.compactMap(\.self)
        },
        show: { $0.map(\.description).joined(separator: " ") })
}

extension ValueType<[Int32]> {
    /// Exit codes of processes.
    static let exitCodes = ValueType(
        expected: "a list of exit codes from 0 to 255",
        read: { text, _ in
            let codes = text.words.map { Int32($0).flatMap { (0...255).contains($0) ? $0 : nil } }
            return codes.contains(nil) ? nil : codes.compactMap(\.self)
        },
        show: { $0.map(String.init).joined(separator: " ") })
}

extension ValueType<Set<Int>> {
    /// HTTP statuses, at least one.
    static let statuses = ValueType(
        expected: "a list of HTTP statuses (200 304)",
        read: { text, _ in
            let codes = text.words.map { Int($0).flatMap { (100...599).contains($0) ? $0 : nil } }
            return codes.isEmpty || codes.contains(nil) ? nil : Set(codes.compactMap(\.self))
        },
        show: { $0.sorted().map(String.init).joined(separator: " ") })
}

extension ValueType<[String: String]> {
    /// Variables as supervisord writes them: `NAME="value",OTHER=value`; commas within quotes are part of the value.
    static let environment = ValueType(
        expected: "NAME=\"value\" pairs with commas between them",
        read: { text, _ in variables(in: text) },
        show: { $0.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",") })

    private static func variables(in text: String) -> [String: String]? {
        var result: [String: String] = [:]
        for pair in splitOutsideQuotes(text) where !pair.trimmed.isEmpty {
            guard let separator = pair.firstIndex(of: "=") else { return nil }
            let name = pair[..<separator].trimmed
            guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return nil }
            result[name] = unquoted(pair[pair.index(after: separator)...].trimmed)
        }
        return result
    }

    private static func splitOutsideQuotes(_ text: String) -> [Substring] {
        var quote: Character?
        return text.split { letter in
            if letter == quote {
                quote = nil
            } else if quote == nil, letter == "\"" || letter == "'" {
                quote = letter
            }
            return quote == nil && (letter == "," || letter.isNewline)
        }
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, let quote = text.first, quote == text.last, quote == "\"" || quote == "'" else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}

extension StringProtocol {
    /// The parts between commas and white space.
    var words: [SubSequence] { split { $0 == "," || $0.isWhitespace } }

    /// Without the white space at both ends.
    var trimmed: String {
        var rest = drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

/// A path relative to a directory, made absolute; an empty one stays empty.
func absolutePath(_ path: String, in directory: String) -> String {
    if path.isEmpty || path.hasPrefix("/") { return path }
    return "\(directory)/\(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)"
}
