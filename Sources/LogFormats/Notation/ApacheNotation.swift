import PluginAPI

/// Apache's LogFormat, with the codes of Tomcat's AccessLogValve and lighttpd's accesslog, which are the same letters
/// (https://httpd.apache.org/docs/2.4/mod/mod_log_config.html; usage-protocols.md, section 8.6).
enum ApacheNotation {
    /// Takes a format apart.
    /// - Throws: ``PluginError`` naming the place of a code that there is not.
    static func tokens(of format: String) throws -> [Token] {
        var rest = Array(format.utf8)[...]
        var tokens: [Token] = []
        while let byte = rest.first {
            if byte == UInt8(ascii: "\\"), let next = rest.dropFirst().first {
                tokens.append(.text([character(after: next)]))
                rest = rest.dropFirst(2)
            } else if byte == UInt8(ascii: "%") {
                tokens += try code(&rest, column: rest.startIndex + 1)
            } else {
                tokens.append(.text([byte]))
                rest = rest.dropFirst()
            }
        }
        return tokens
    }

    private static func character(after backslash: UInt8) -> UInt8 {
        switch backslash {
        case UInt8(ascii: "t"): UInt8(ascii: "\t")
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        default: backslash
        }
    }

    /// `%h`, `%>s`, `%!200,304{Referer}i`, `%{c}a`, `%^FB`.
    private static func code(_ rest: inout ArraySlice<UInt8>, column: Int) throws -> [Token] {
        let code = rest
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "%") {
            rest = rest.dropFirst()
            return [.text([UInt8(ascii: "%")])]
        }
        let modifiers = "!<>,0123456789"
        rest = rest.drop { modifiers.utf8.contains($0) }
        var argument: String?
        if rest.first == UInt8(ascii: "{") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else {
                throw PluginError.option("format", "'{' without '}' at column \(column)")
            }
            argument = String(decoding: rest[rest.startIndex + 1..<close], as: UTF8.self)
            rest = rest[(close + 1)...]
            rest = rest.drop { modifiers.utf8.contains($0) }
        }
        let length = rest.first == UInt8(ascii: "^") ? 3 : 1
        let letter = String(decoding: rest.prefix(length), as: UTF8.self)
        rest = rest.dropFirst(length)
        let name = String(decoding: code[..<rest.startIndex], as: UTF8.self)
        if letter == "t" { return try time(argument, name, column) }
        guard let field = field(letter, argument) else {
            throw PluginError.option("format", "there is no code \(name) at column \(column)")
        }
        return [.field(field, name: name)]
    }

    private static func field(_ letter: String, _ argument: String?) -> Field? {
        switch letter {
        case "a": argument == "c" ? .peer : .address
        case "h": argument == "c" ? .peer : .address
        case "r": .request
        case "s": .status
        case "b", "B": .bytes
        case "I": .bytesIn
        case "O": .bytesOut
        case "D": .duration(perSecond: 1e6)
        case "T": .duration(perSecond: argument == "ms" ? 1e3 : argument == "us" ? 1e6 : 1)
        case "m": .method
        case "U": .path
        case "q": .query
        case "H": .httpProtocol
        case "v", "V": .host
        case "i": header(argument ?? "")
        case "A", "C", "c", "e", "f", "F", "k", "l", "L", "n", "o", "p", "P", "R", "S", "u", "X", "x", "^FB",
            "^FU", "^ti", "^to":
            .ignored
        default: nil
        }
    }

    /// A request header by its name.
    static func header(_ name: String) -> Field {
        switch name.lowercased() {
        case "referer": .referer
        case "user-agent": .userAgent
        case "x-forwarded-for": .forwardedFor
        case "host", "x-forwarded-host": .host
        default: .ignored
        }
    }

    private static func time(_ argument: String?, _ name: String, _ column: Int) throws -> [Token] {
        var format = (argument ?? "")[...]
        for prefix in ["begin:", "end:"] where format.hasPrefix(prefix) { format = format.dropFirst(prefix.count) }
        switch format {
        case "":
            return [
                .text([UInt8(ascii: "[")]), .field(.accessLogTime, name: name, width: 26), .text([UInt8(ascii: "]")]),
            ]
        case "sec": return [.field(.epoch, name: name)]
        case "msec": return [.field(.epochMilliseconds, name: name)]
        case "usec": return [.field(.epochMicroseconds, name: name)]
        case "msec_frac": return [.field(.ignored, name: name, width: 3)]
        case "usec_frac": return [.field(.ignored, name: name, width: 6)]
        default: return try StrftimeNotation.tokens(of: format, name: name, column: column)
        }
    }
}
