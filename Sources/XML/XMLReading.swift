import CExpat

/// What is met on the way through an XML document. Names are without their prefix.
public enum XMLEvent {
    /// An element begins.
    case start(String, attributes: [String: String])
    /// Text may come in pieces.
    case text(String)
    /// An element ends.
    case end(String)
}

/// Bytes that are no XML, or none that is read here. One line of text.
public struct XMLProblem: Error, Equatable, CustomStringConvertible {
    /// What is wrong with them.
    public let description: String

    /// - Parameter description: One line.
    public init(_ description: String) { self.description = description }
}

/// Goes through XML documents with expat: the one door to it.
///
/// A document type is refused, and with it all entities but the five of XML itself; so nothing expands and nothing is
/// fetched. Neither OAI-PMH's answers nor XML-RPC's calls have one.
public enum XMLReading {
    /// What is nested deeper is no document of a known interface, and would cost memory for each level.
    private static let deepest = 64

    /// Goes through a document from its beginning to its end.
    /// - Throws: ``XMLProblem``; what was met before it has been handed out.
    public static func read(_ bytes: [UInt8], _ handle: (XMLEvent) -> Void) throws(XMLProblem) {
        guard let parser = XML_ParserCreate(nil) else { throw XMLProblem("expat has no memory") }
        defer { XML_ParserFree(parser) }
        let failure: String? = withoutActuallyEscaping(handle) { handle in
            let walk = Walk(parser, handle)
            return withExtendedLifetime(walk) {
                XML_SetUserData(parser, Unmanaged.passUnretained(walk).toOpaque())
                XML_SetElementHandler(parser, onStart, onEnd)
                XML_SetCharacterDataHandler(parser, onText)
                XML_SetStartDoctypeDeclHandler(parser, onDocumentType)
                let status = bytes.withUnsafeBytes { bytes in
                    XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 1)
                }
                guard status != XML_STATUS_OK else { return nil }
                return walk.refusal
                    ?? "\(String(cString: XML_ErrorString(XML_GetErrorCode(parser)))) in line \(XML_GetCurrentLineNumber(parser))"
            }
        }
        if let failure { throw XMLProblem(failure) }
    }

    /// What the callbacks work with.
    fileprivate final class Walk {
        let handle: (XMLEvent) -> Void
        var depth = 0
        var refusal: String?
        private let parser: XML_Parser

        init(_ parser: XML_Parser, _ handle: @escaping (XMLEvent) -> Void) {
            self.parser = parser
            self.handle = handle
        }

        func refuse(_ reason: String) {
            refusal = reason
            XML_StopParser(parser, XML_Bool(XML_FALSE))
        }

        func enter() {
            depth += 1
            if depth > deepest { refuse("is nested more than \(deepest) deep") }
        }
    }
}

private func walk(_ userData: UnsafeMutableRawPointer?) -> XMLReading.Walk? {
    userData.map { Unmanaged<XMLReading.Walk>.fromOpaque($0).takeUnretainedValue() }
}

/// A name without its prefix.
private func localName(_ name: UnsafePointer<CChar>) -> String {
    let name = String(cString: name)
    return name.utf8.lastIndex(of: UInt8(ascii: ":")).map { String(name[name.utf8.index(after: $0)...]) } ?? name
}

private let onStart: XML_StartElementHandler = { userData, name, attributes in
    guard let walk = walk(userData), let name else { return }
    walk.enter()
    var read: [String: String] = [:]
    if var next = attributes {
        while let key = next[0], let value = next[1] {
            read[localName(key)] = String(cString: value)
            next += 2
        }
    }
    walk.handle(.start(localName(name), attributes: read))
}

private let onEnd: XML_EndElementHandler = { userData, name in
    guard let walk = walk(userData), let name else { return }
    walk.depth -= 1
    walk.handle(.end(localName(name)))
}

private let onText: XML_CharacterDataHandler = { userData, text, count in
    guard let walk = walk(userData), let text else { return }
    let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
    walk.handle(.text(String(decoding: bytes, as: UTF8.self)))
}

private let onDocumentType: XML_StartDoctypeDeclHandler = { userData, _, _, _, _ in
    walk(userData)?.refuse("has a document type")
}
