/// Lines of JSON that somebody posts.
public enum JSONLine {
    /// The log line that a line of JSON stands for.
    /// - Parameters:
    ///   - json: The line.
    ///   - service: Whose lines are taken.
    /// - Returns: `logline` of a message; nil for an object without one, which is a log line itself, of a log whose format is
    ///   JSON.
    /// - Throws: ``MalformedMessage`` for what is no JSON object, and for another service's message.
    public static func logLine(_ json: UnsafeBufferPointer<UInt8>, of service: String) throws -> [UInt8]? {
        var reader = JSONMembers(json)
        var line: [UInt8]?
        var owner: Range<Int>?
        while let (key, value) = try reader.next() {
            switch key {
            case "service": owner = value
            case "logline": line = try reader.bytes(value, of: key)
            default: break
            }
        }
        guard var line else { return nil }
        if let owner, case let name = try reader.text(owner, of: "service"), name != service {
            throw MalformedMessage("is of the service \(name.prefix(100))")
        }
        while line.last == UInt8(ascii: "\n") || line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}
