/// What kind of value a key takes: how it is read from text and shown again.
struct ValueType<Value>: Sendable {
    /// What a wrong value is told to be instead (`a whole number from 0 to 15`).
    let expected: String
    /// Reads a value; paths are relative to the directory. nil: the text is no such value.
    let read: @Sendable (_ text: String, _ directory: String) -> Value?
    /// Shows a value as it could be written.
    let show: @Sendable (Value) -> String
}

/// A value that cannot be used, with the reason.
struct WrongValue: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension ValueType<String> {
    /// Any text.
    static let text = ValueType(expected: "text", read: { text, _ in text.trimmed }, show: { $0 })

    /// The address of an HTTP server or a page on it.
    static let httpURL = ValueType(
        expected: "an address that begins with http:// or https://",
        read: { text, _ in
            let rest = ["http://", "https://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
            guard let host = rest?.first, host != "/", !text.contains(where: \.isWhitespace) else { return nil }
            return text
        },
        show: { $0 })

    /// A bearer token (RFC 6750, section 2.1), too long to be guessed; empty: none.
    static let token = ValueType(
        expected: "at least 16 letters, digits and -._~+/=",
        read: { text, _ in
            let token = text.trimmed
            let isToken = token.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._~+/=".utf8.contains(byte)
                }
            }
            return token.isEmpty || (isToken && token.utf8.count >= 16) ? token : nil
        },
        show: { $0 })

    /// A path, made absolute; empty stays empty.
    static let path = ValueType(
        expected: "a path", read: { text, directory in absolutePath(text.trimmed, in: directory) }, show: { $0 })

    /// A path for a process's output, with supervisord's words for "as ever" and "nowhere".
    static let outputPath = ValueType(
        expected: "a path, AUTO or NONE",
        read: { text, directory in
            switch text {
            case "AUTO": ""
            case "NONE": "/dev/null"
            default: absolutePath(text.trimmed, in: directory)
            }
        },
        show: { $0.isEmpty ? "AUTO" : $0 })

    /// The name of a parser plugin; the original's `plugins.ora_utils` is `ora`.
    static let plugin = ValueType(
        expected: "a plugin's name",
        read: { text, _ in
            guard text.hasPrefix("plugins.") else { return text.trimmed }
            let module = text.dropFirst("plugins.".count)
            return String(module.hasSuffix("_utils") ? module.dropLast("_utils".count) : module)
        },
        show: { $0 })

    /// A signal that stops processes.
    static let stopSignal = ValueType(
        expected: "one of TERM, HUP, INT, QUIT, KILL, USR1, USR2",
        read: { text, _ in
            let name = text.uppercased()
            let bare = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
            return ["TERM", "HUP", "INT", "QUIT", "KILL", "USR1", "USR2"].contains(bare) ? bare : nil
        },
        show: { $0 })
}

extension ValueType<String?> {
    /// Any text; empty means none.
    static let optionalText = ValueType(
        expected: "text", read: { text, _ in .some(text.isEmpty ? nil : text) }, show: { $0 ?? "" })
}

extension ValueType<Bool> {
    /// What ConfigParser's `getboolean` takes.
    static let flag = ValueType(
        expected: "yes or no",
        read: { text, _ in
            switch text.lowercased() {
            case "1", "yes", "true", "on": true
            case "0", "no", "false", "off": false
            default: nil
            }
        },
        show: { $0 ? "yes" : "no" })
}

extension ValueType where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of an enumeration's words.
    static var choice: ValueType {
        ValueType(
            expected: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
            read: { text, _ in Value(rawValue: text.lowercased()) },
            show: { $0.rawValue })
    }

    /// One of an enumeration's words, or none when empty.
    static var optionalChoice: ValueType<Value?> {
        ValueType<Value?>(
            expected: choice.expected + ", or empty",
            read: { text, directory in
                text.isEmpty ? .some(nil) : choice.read(text, directory).map(Optional.some)
            },
            show: { $0?.rawValue ?? "" })
    }
}

extension ValueType<ProcessSettings.Autorestart> {
    /// A boolean or `unexpected`.
    static let autorestart = ValueType(
        expected: "yes, no or unexpected",
        read: { text, directory in
            if text.lowercased() == ProcessSettings.Autorestart.unexpected.rawValue { return .unexpected }
            return ValueType<Bool>.flag.read(text, directory).map { $0 ? .always : .never }
        },
        show: { value in
            switch value {
            case .always: "yes"
            case .never: "no"
            case .unexpected: "unexpected"
            }
        })
}
