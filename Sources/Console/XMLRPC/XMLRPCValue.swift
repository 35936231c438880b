/// A value of XML-RPC, as far as supervisord's interface uses them.
enum XMLRPCValue: Sendable, Equatable {
    case int(Int)
    case boolean(Bool)
    case double(Double)
    case string(String)
    case array([XMLRPCValue])
    case structure([String: XMLRPCValue])

    /// What XML-RPC calls its type.
    var type: String {
        switch self {
        case .int: "int"
        case .boolean: "boolean"
        case .double: "double"
        case .string: "string"
        case .array: "array"
        case .structure: "struct"
        }
    }
}

extension XMLRPCValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .int(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
}
