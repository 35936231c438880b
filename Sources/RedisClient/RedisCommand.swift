/// A command in the form it goes over the wire (RESP: an array of bulk strings), built argument by argument.
public struct RedisCommand {
    /// The bulk strings written so far.
    private(set) var body: [UInt8] = []

    /// How many bulk strings those are.
    private(set) var count = 0

    /// A command of its name and text arguments.
    public init(_ words: String...) {
        for word in words { append(word) }
    }

    /// A command of its name, with room for what will be appended.
    public init(_ name: String, reserving capacity: Int) {
        body.reserveCapacity(capacity)
        append(name)
    }

    /// `*3\r\n`, which stands before the body.
    var header: [UInt8] {
        [UInt8(ascii: "*")] + Array(String(count).utf8) + [13, 10]
    }

    /// Adds a text argument.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Adds a number.
    public mutating func append(_ number: Int) {
        append(String(number))
    }

    /// Adds an argument byte for byte.
    public mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    /// Adds an argument byte for byte.
    public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        body.append(UInt8(ascii: "$"))
        appendDigits(bytes.count)
        body.append(13)
        body.append(10)
        body.append(contentsOf: bytes)
        body.append(13)
        body.append(10)
        count += 1
    }

    private mutating func appendDigits(_ number: Int) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            body.append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }
}
