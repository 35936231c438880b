import Mending
import PluginAPI
import Queues

/// A message as the API gives it. Bytes of a line that are not UTF-8 are written as in the queue, as `\udcXX`.
enum MessageJSON {
    /// Appends a message as one line of JSON, without a line end.
    static func append(_ found: ListedMessage, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "{"))
        append("reference", Array(MessageReference(found).description.utf8), first: true, to: &json)
        append("position", found.position, to: &json)
        do {
            let envelope = try found.envelope()
            append("service", Array(envelope.message.service.utf8), to: &json)
            append("logline", envelope.message.line, to: &json)
            if let id = envelope.message.id { append("id", Array(id.utf8), to: &json) }
            append("tries", envelope.tries, to: &json)
        } catch {
            append("problem", Array("\(error)".utf8), to: &json)
        }
        if let due = found.due { append("due", due, to: &json) }
        if let worker = found.worker { append("worker", Array(worker.utf8), to: &json) }
        if let claimed = found.claimed { append("claimed", claimed, to: &json) }
        if let failure = found.failure {
            append("reason", Array(failure.error.utf8), to: &json)
            append("when", Array(failure.when.utf8), to: &json)
            append("worker", Array(failure.worker.utf8), to: &json)
        }
        append("entry", found.entry, to: &json)
        json.append(UInt8(ascii: "}"))
    }

    private static func append(_ key: String, _ text: [UInt8], first: Bool = false, to json: inout [UInt8]) {
        json += Array((first ? "\"\(key)\":" : ",\"\(key)\":").utf8)
        JSONString.append(text, to: &json)
    }

    private static func append(_ key: String, _ number: Int, to json: inout [UInt8]) {
        json += Array(",\"\(key)\":\(number)".utf8)
    }
}

extension MessageListing {
    /// The page as JSON.
    func json(_ query: MessageQuery) -> [UInt8] {
        var json = Array("{\"queue\":".utf8)
        JSONString.append(query.place.queue, to: &json)
        json += Array(",\"kind\":\"\(query.place.kind.rawValue)\",\"total\":\(total),\"from\":\(query.from)".utf8)
        json += Array(",\"looked\":\(looked),\"next\":\(next.map(String.init) ?? "null"),\"messages\":[".utf8)
        for (index, message) in messages.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            MessageJSON.append(message, to: &json)
        }
        return json + Array("]}\n".utf8)
    }
}
