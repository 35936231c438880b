import FoundationEssentials
import XML

/// Reads calls of XML-RPC.
enum XMLRPCReader {
    /// A call: a method, and what it is given.
    struct Call: Equatable {
        var method: String
        var parameters: [XMLRPCValue]
    }

    /// Reads a call.
    /// - Throws: ``ConsoleError`` when it is none.
    static func call(_ bytes: [UInt8]) throws(ConsoleError) -> Call {
        let root: XMLElement
        do {
            root = try XMLElement(bytes)
        } catch {
            throw ConsoleError("the call is no XML: \(error)")
        }
        guard root.name == "methodCall", let method = root.child("methodName")?.text.trimmed, !method.isEmpty else {
            throw ConsoleError("the call names no method")
        }
        var parameters: [XMLRPCValue] = []
        for parameter in root.child("params")?.children ?? [] {
            guard let value = parameter.child("value") else { throw ConsoleError("a parameter has no value") }
            parameters.append(try read(value))
        }
        return Call(method: method, parameters: parameters)
    }

    private static func read(_ element: XMLElement) throws(ConsoleError) -> XMLRPCValue {
        // A value that names no type is a string.
        guard let typed = element.children.first else { return .string(element.text) }
        switch typed.name {
        case "int", "i4", "i8":
            guard let number = Int(typed.text.trimmed) else { throw ConsoleError("'\(typed.text)' is no int") }
            return .int(number)
        case "boolean":
            return .boolean(typed.text.trimmed == "1")
        case "double":
            guard let number = Double(typed.text.trimmed) else { throw ConsoleError("'\(typed.text)' is no double") }
            return .double(number)
        case "string", "dateTime.iso8601":
            return .string(typed.text)
        case "base64":
            guard let data = Data(base64Encoded: typed.text, options: .ignoreUnknownCharacters) else {
                throw ConsoleError("a base64 value cannot be read")
            }
            return .string(String(decoding: data, as: UTF8.self))
        case "array":
            var values: [XMLRPCValue] = []
            for value in typed.child("data")?.children ?? [] { values.append(try read(value)) }
            return .array(values)
        case "struct":
            var members: [String: XMLRPCValue] = [:]
            for member in typed.children {
                guard let name = member.child("name")?.text, let value = member.child("value") else {
                    throw ConsoleError("a member of a struct has no name or no value")
                }
                members[name] = try read(value)
            }
            return .structure(members)
        default:
            throw ConsoleError("'\(typed.name)' is no type of XML-RPC")
        }
    }
}

/// An element of a small document, with all that it holds.
private struct XMLElement {
    var name: String
    var text = ""
    var children: [XMLElement] = []

    init(_ bytes: [UInt8]) throws(XMLProblem) {
        var open = [XMLElement(name: "")]
        try XMLReading.read(bytes) { event in
            switch event {
            case .start(let name, _): open.append(XMLElement(name: name))
            case .text(let piece): open[open.count - 1].text += piece
            case .end:
                let element = open.removeLast()
                open[open.count - 1].children.append(element)
            }
        }
        self = open[0].children[0]
    }

    private init(name: String) { self.name = name }

    func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}

extension String {
    /// Without white space around it.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
