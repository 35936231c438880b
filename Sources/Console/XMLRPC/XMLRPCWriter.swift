/// Writes answers of XML-RPC.
struct XMLRPCWriter {
    private(set) var text = "<?xml version=\"1.0\"?>\n"

    /// An answer.
    static func answer(_ value: XMLRPCValue) -> String {
        var writer = XMLRPCWriter()
        writer.text += "<methodResponse><params><param>"
        writer.write(value)
        writer.text += "</param></params></methodResponse>\n"
        return writer.text
    }

    /// A failure.
    static func answer(_ fault: XMLRPCFault) -> String {
        var writer = XMLRPCWriter()
        writer.text += "<methodResponse><fault>"
        writer.write(fault.value)
        writer.text += "</fault></methodResponse>\n"
        return writer.text
    }

    private mutating func write(_ value: XMLRPCValue) {
        text += "<value>"
        switch value {
        case .int(let number):
            // XML-RPC's int has 32 bits.
            text += "<int>\(Int32(clamping: number))</int>"
        case .boolean(let flag): text += "<boolean>\(flag ? 1 : 0)</boolean>"
        case .double(let number): text += "<double>\(number)</double>"
        case .string(let string):
            text += "<string>"
            write(characters: string)
            text += "</string>"
        case .array(let values):
            text += "<array><data>"
            for value in values { write(value) }
            text += "</data></array>"
        case .structure(let members):
            text += "<struct>"
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                text += "<member><name>"
                write(characters: name)
                text += "</name>"
                write(value)
                text += "</member>"
            }
            text += "</struct>"
        }
        text += "</value>"
    }

    /// Log files may hold what XML cannot (section 2.2 of XML 1.0), such as the beginnings of colours.
    private mutating func write(characters: String) {
        for scalar in characters.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\r": text += "&#13;"
            case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"...:
                text.unicodeScalars.append(scalar)
            default: text += "\u{FFFD}"
            }
        }
    }
}
