/// Steps through the members of one JSON object. Values of any type are stepped over as they stand, so that members we
/// do not know can be kept.
struct JSONMembers {
    private let json: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var isFirst = true
    private let deepest: Int

    /// - Parameter deepest: How deep values may be nested. A record of the failed list holds a message one level deeper.
    init(_ json: UnsafeBufferPointer<UInt8>, deepest: Int = 64) {
        self.json = json
        self.deepest = deepest
    }

    /// The next member's key and where its value stands; nil at the object's end.
    mutating func next() throws -> (key: String, value: Range<Int>)? {
        skipBlanks()
        if isFirst {
            guard take(UInt8(ascii: "{")) else { throw MalformedMessage("is no JSON object") }
            skipBlanks()
        }
        if take(UInt8(ascii: "}")) {
            skipBlanks()
            guard index == json.count else { throw malformed() }
            return nil
        }
        if !isFirst {
            guard take(UInt8(ascii: ",")) else { throw malformed() }
            skipBlanks()
        }
        isFirst = false
        guard let key = JSONString.readText(json, at: &index) else { throw malformed() }
        skipBlanks()
        guard take(UInt8(ascii: ":")) else { throw malformed() }
        skipBlanks()
        let start = index
        try skipValue(depth: 0)
        return (key, start..<index)
    }

    /// A value that must be a string, byte for byte.
    func bytes(_ value: Range<Int>, of key: String) throws -> [UInt8] {
        var index = 0
        guard let bytes = JSONString.read(UnsafeBufferPointer(rebasing: json[value]), at: &index) else {
            throw MalformedMessage("has a \"\(key)\" that is no string")
        }
        return bytes
    }

    /// A value that must be a string, as text.
    func text(_ value: Range<Int>, of key: String) throws -> String {
        var index = 0
        guard let text = JSONString.readText(UnsafeBufferPointer(rebasing: json[value]), at: &index) else {
            throw MalformedMessage("has a \"\(key)\" that is no string")
        }
        return text
    }

    /// A value that must be a number of something, small enough for one more.
    func count(_ value: Range<Int>, of key: String) throws -> Int {
        guard let number = Int32(String(decoding: json[value], as: UTF8.self)), number >= 0 else {
            throw MalformedMessage("has a \"\(key)\" that is no count")
        }
        return Int(number)
    }

    private func malformed() -> MalformedMessage {
        MalformedMessage("is not JSON: unexpected \(index < json.count ? "byte" : "end") at \(index)")
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < json.count, json[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while index < json.count {
            switch json[index] {
            case 0x20, 0x09, 0x0a, 0x0d: index += 1
            default: return
            }
        }
    }

    private mutating func skipValue(depth: Int) throws {
        guard index < json.count, depth < deepest else { throw malformed() }
        switch json[index] {
        case UInt8(ascii: "\""):
            try skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skipContainer(depth: depth)
        default:
            let start = index
            while index < json.count, isScalar(json[index]) { index += 1 }
            guard index > start else { throw malformed() }
        }
    }

    /// A string is stepped over without being made: its escapes are read when somebody wants it.
    private mutating func skipString() throws {
        index += 1
        while let end = JSONString.endOfRun(json, from: index), json[end] == UInt8(ascii: "\\") { index = end + 2 }
        guard let end = JSONString.endOfRun(json, from: index) else {
            index = json.count
            throw malformed()
        }
        index = end + 1
    }

    private mutating func skipContainer(depth: Int) throws {
        let isObject = json[index] == UInt8(ascii: "{")
        let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        index += 1
        skipBlanks()
        if take(close) { return }
        while true {
            if isObject {
                guard index < json.count, json[index] == UInt8(ascii: "\"") else { throw malformed() }
                try skipString()
                skipBlanks()
                guard take(UInt8(ascii: ":")) else { throw malformed() }
                skipBlanks()
            }
            try skipValue(depth: depth + 1)
            skipBlanks()
            if take(close) { return }
            guard take(UInt8(ascii: ",")) else { throw malformed() }
            skipBlanks()
        }
    }

    /// A byte of a number, `true`, `false` or `null`.
    private func isScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
