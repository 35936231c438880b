import Glibc

/// Names of workers and queues as names of folders. They may hold anything (`web1:broker_0`); letters, digits, `_`, `-` and
/// dots that do not come first stay as they are, every other byte is written as in an address: `web1%3Abroker_0`.
enum SpillPath {
    /// The folder's name.
    static func encoded(_ name: String) -> String {
        var output: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                output.append(byte)
            case UInt8(ascii: ".") where !output.isEmpty:
                output.append(byte)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                output += Array((digits.utf8.count == 1 ? "%0" : "%").utf8) + Array(digits.utf8)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The name of a folder that ``encoded(_:)`` made; nil: it did not.
    static func decoded(_ folder: String) -> String? {
        var output: [UInt8] = []
        var rest = Array(folder.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                output.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            output.append(value)
            rest = rest.dropFirst(2)
        }
        let name = String(decoding: output, as: UTF8.self)
        return encoded(name) == folder ? name : nil
    }
}
