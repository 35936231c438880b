public import PluginAPI

/// A message as it lies in a queue: one flat JSON object (design, section 4).
///
/// `{"service": …, "logline": …}`, with `id`, `tries` and `deaths` where there is something to say. Keys that we do not
/// know are kept.
public struct MessageEnvelope: Sendable, Equatable {
    /// The service, the log line and its source position.
    public var message: LogMessage

    /// How often the message has been tried.
    public var tries = 0

    /// How many workers died while they held the message.
    public var deaths = 0

    /// Members that are not ours, as they stand in the JSON, each with the comma before it.
    private var foreign: [UInt8] = []

    /// What stands for an entry that is no message: no service, no line.
    static let unreadable = MessageEnvelope(LogMessage(service: "", line: []))

    /// A message that is new.
    public init(_ message: LogMessage) {
        self.message = message
    }

    /// Reads a queue's entry.
    /// - Throws: ``MalformedMessage`` when it is no JSON object, or lacks `service` or `logline`.
    public init(json: [UInt8]) throws {
        self = try json.withUnsafeBufferPointer { buffer in
            var reader = JSONMembers(buffer)
            var envelope = MessageEnvelope(LogMessage(service: "", line: []))
            var hasService = false
            var hasLine = false
            while let (key, value) = try reader.next() {
                switch key {
                case "service":
                    envelope.message.service = try reader.text(value, of: key)
                    hasService = true
                case "logline":
                    envelope.message.line = MessageEnvelope.withoutLineEnd(try reader.bytes(value, of: key))
                    hasLine = true
                // Many programs write a key without a value as null.
                case "id" where buffer[value].elementsEqual("null".utf8): break
                case "id": envelope.message.id = try reader.text(value, of: key)
                case "tries": envelope.tries = try reader.count(value, of: key)
                case "deaths": envelope.deaths = try reader.count(value, of: key)
                default:
                    envelope.foreign += [UInt8(ascii: ",")]
                    JSONString.append(key, to: &envelope.foreign)
                    envelope.foreign += [UInt8(ascii: ":")] + buffer[value]
                }
            }
            guard hasService else { throw MalformedMessage("has no \"service\"") }
            guard hasLine else { throw MalformedMessage("has no \"logline\"") }
            return envelope
        }
    }

    /// The message as a queue's entry.
    public var json: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(message.line.count + message.line.count / 8 + 96)
        output.append(contentsOf: "{\"service\":".utf8)
        JSONString.append(message.service, to: &output)
        output.append(contentsOf: ",\"logline\":".utf8)
        JSONString.append(message.line, to: &output)
        if let id = message.id {
            output.append(contentsOf: ",\"id\":".utf8)
            JSONString.append(id, to: &output)
        }
        if tries > 0 { output.append(contentsOf: ",\"tries\":\(tries)".utf8) }
        if deaths > 0 { output.append(contentsOf: ",\"deaths\":\(deaths)".utf8) }
        output.append(contentsOf: foreign)
        output.append(UInt8(ascii: "}"))
        return output
    }

    /// The original's producers pushed lines with their line end. All line ends go at once: else a line would get shorter
    /// with every try.
    private static func withoutLineEnd(_ line: [UInt8]) -> [UInt8] {
        var line = line
        while line.last == UInt8(ascii: "\n") || line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}

/// An entry of a queue that is no message. One line of text.
public struct MalformedMessage: Error, CustomStringConvertible, Equatable {
    /// What is wrong with it.
    public let description: String

    init(_ reason: String) { description = "message \(reason)" }
}
