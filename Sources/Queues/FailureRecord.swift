/// What an entry of a failed list says.
public struct FailureRecord: Sendable {
    /// The entry as it lies there.
    package let entry: [UInt8]

    /// The message as it lay in the queue.
    public private(set) var payload: [UInt8] = []

    /// Why it was given up.
    public private(set) var error = ""

    /// When, as RFC 3339.
    public private(set) var when = ""

    /// Who gave it up.
    public private(set) var worker = ""

    /// What the ledger has counted the message as; nil: it has not.
    private(set) var leaf: Leaf?

    /// Reads an entry. What cannot be read counts as the message itself: somebody put it there by hand.
    package init(json: [UInt8]) {
        entry = json
        payload = json
        json.withUnsafeBufferPointer { buffer in
            var members = JSONMembers(buffer, deepest: 65)
            do {
                while let (key, value) = try members.next() {
                    switch key {
                    case "message":
                        let isText = buffer[value.lowerBound] == UInt8(ascii: "\"")
                        payload = isText ? try members.bytes(value, of: key) : [UInt8](buffer[value])
                    case "error": error = try members.text(value, of: key)
                    case "when": when = try members.text(value, of: key)
                    case "worker": worker = try members.text(value, of: key)
                    case "leaf": leaf = Leaf(try members.text(value, of: key))
                    default: break
                    }
                }
            } catch {
                self.error = "not a record of a failure: \(error)"
            }
        }
    }

    /// The message with its tries and deaths forgotten.
    package var messageToRetry: [UInt8] {
        // What was given up because it is no message goes back as it came.
        guard var envelope else { return payload }
        envelope.tries = 0
        envelope.deaths = 0
        return envelope.json
    }

    /// The message; nil when it is none.
    var envelope: MessageEnvelope? {
        do {
            return try MessageEnvelope(json: payload)
        } catch {
            return nil
        }
    }
}
