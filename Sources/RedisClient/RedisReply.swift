import CHiredis

/// An answer of the server, copied out of hiredis' memory.
public enum RedisReply: Sendable, Equatable {
    /// No value.
    case null
    /// A number.
    case integer(Int)
    /// A status line or a string, byte for byte.
    case bytes([UInt8])
    /// Several answers.
    case array([RedisReply])
    /// An error within an array; an error as the whole answer is thrown instead.
    case error(String)

    /// Copies a reply of hiredis.
    init(_ reply: redisReply) {
        switch reply.type {
        case REDIS_REPLY_INTEGER:
            self = .integer(Int(reply.integer))
        case REDIS_REPLY_STRING, REDIS_REPLY_STATUS:
            self = .bytes(RedisReply.copy(reply))
        case REDIS_REPLY_ERROR:
            self = .error(String(decoding: RedisReply.copy(reply), as: UTF8.self))
        case REDIS_REPLY_ARRAY:
            var elements: [RedisReply] = []
            elements.reserveCapacity(reply.elements)
            for index in 0..<reply.elements {
                if let element = reply.element[index] { elements.append(RedisReply(element.pointee)) }
            }
            self = .array(elements)
        default:
            self = .null
        }
    }

    private static func copy(_ reply: redisReply) -> [UInt8] {
        guard let text = reply.str else { return [] }
        let count = reply.len
        return [UInt8](UnsafeRawBufferPointer(start: text, count: Int(count)))
    }

    /// The number, or a string's number; nil for anything else.
    public var integer: Int? {
        switch self {
        case .integer(let value): value
        case .bytes(let bytes): Int(String(decoding: bytes, as: UTF8.self))
        default: nil
        }
    }

    /// The bytes of a string; nil for anything else.
    public var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }

    /// A string as text; nil for anything else.
    public var text: String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The elements of an array; empty for anything else.
    public var elements: [RedisReply] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// A hash as HGETALL answers it.
    public var fields: [String: String] {
        let elements = elements
        var fields: [String: String] = [:]
        for index in stride(from: 0, to: elements.count - 1, by: 2) {
            if let key = elements[index].text, let value = elements[index + 1].text { fields[key] = value }
        }
        return fields
    }
}
