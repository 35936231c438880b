import Glibc
import PluginAPI

/// An entry of a failed list: `{"message": …, "error": …, "when": …, "worker": …, "leaf": …}`.
struct FailedMessage {
    /// The entry as it lay in the queue.
    let payload: [UInt8]

    /// Why it was given up.
    let error: String

    /// Who gave it up.
    let worker: String

    /// What the ledger has counted it as; nil: it has not.
    let leaf: Leaf?

    /// The entry as JSON. What is no JSON object itself stands in it as a string.
    var json: [UInt8] {
        var output: [UInt8] = Array("{\"message\":".utf8)
        if isJSONObject {
            output += payload
        } else {
            JSONString.append(payload, to: &output)
        }
        output += Array(",\"error\":".utf8)
        JSONString.append(error, to: &output)
        output += Array(",\"when\":\"\(UTCTime(secondsSince1970: Int64(time(nil))).rfc3339)\",\"worker\":".utf8)
        JSONString.append(worker, to: &output)
        if let leaf {
            output += Array(",\"leaf\":".utf8)
            JSONString.append(leaf.rule, to: &output)
        }
        output.append(UInt8(ascii: "}"))
        return output
    }

    private var isJSONObject: Bool {
        payload.withUnsafeBufferPointer { buffer in
            var members = JSONMembers(buffer)
            do {
                while try members.next() != nil {}
                return true
            } catch {
                return false
            }
        }
    }
}
