/// Writes what is known of networks as a file in MaxMind's format, version 2.0 (maxmind.github.io/MaxMind-DB): a binary tree over
/// the bits of IPv6 addresses, whose ends point to data. IPv4 addresses stand below `::/96`.
struct MaxMindFile {
    /// A value of the data section.
    indirect enum Value {
        case text(String)
        case number(Double)
        case short(UInt16)
        case word(UInt32)
        case long(UInt64)
        case list([Value])
        case map([(String, Value)])
    }

    /// What a branch leads to.
    private enum Branch {
        case nothing
        case node(Int)
        /// An offset in the data section.
        case data(Int)
    }

    private var nodes: [(zero: Branch, one: Branch)] = [(.nothing, .nothing)]
    private var data: [UInt8] = []

    /// Adds a value.
    /// - Returns: By what networks point to it.
    mutating func add(_ value: Value) -> Int {
        defer { Self.append(value, to: &data) }
        return data.count
    }

    /// Says what is known of a network, which lies in no other.
    /// - Parameters:
    ///   - address: Its 4 or 16 bytes.
    ///   - bits: How many of them are the network's.
    ///   - value: As ``add(_:)`` gave it.
    mutating func set(_ address: [UInt8], bits: Int, to value: Int) {
        let isShort = address.count == 4
        let address = isShort ? [UInt8](repeating: 0, count: 12) + address : address
        let bits = isShort ? bits + 96 : bits
        var node = 0
        for bit in 0..<bits {
            let isOne = address[bit / 8] & (0x80 >> UInt8(bit % 8)) != 0
            if bit == bits - 1 {
                point(node, isOne, to: .data(value))
            } else if case .node(let next) = isOne ? nodes[node].one : nodes[node].zero {
                node = next
            } else {
                nodes.append((.nothing, .nothing))
                point(node, isOne, to: .node(nodes.count - 1))
                node = nodes.count - 1
            }
        }
    }

    /// The whole file.
    /// - Parameters:
    ///   - type: What it calls itself.
    ///   - built: When it was made, in seconds since 1970.
    func bytes(type: String, built: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(nodes.count * 8 + data.count + 512)
        for node in nodes {
            for branch in [node.zero, node.one] {
                let record =
                    switch branch {
                    case .nothing: nodes.count
                    case .node(let number): number
                    // Sixteen empty bytes lie between the tree and the data.
                    case .data(let offset): nodes.count + 16 + offset
                    }
                Self.append(UInt32(record), to: &bytes)
            }
        }
        bytes += [UInt8](repeating: 0, count: 16) + data + [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)
        Self.append(
            .map([
                ("node_count", .word(UInt32(nodes.count))), ("record_size", .short(32)), ("ip_version", .short(6)),
                ("database_type", .text(type)), ("languages", .list([.text("en")])),
                ("binary_format_major_version", .short(2)), ("binary_format_minor_version", .short(0)),
                ("build_epoch", .long(built)), ("description", .map([("en", .text("Invented places"))])),
            ]), to: &bytes)
        return bytes
    }

    private mutating func point(_ node: Int, _ isOne: Bool, to branch: Branch) {
        if isOne { nodes[node].one = branch } else { nodes[node].zero = branch }
    }

    private static func append(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .text(let text):
            append(type: 2, size: text.utf8.count, to: &bytes)
            bytes += text.utf8
        case .number(let number):
            append(type: 3, size: 8, to: &bytes)
            append(number.bitPattern, to: &bytes)
        case .short(let number):
            append(type: 5, size: 2, to: &bytes)
            append(number, to: &bytes)
        case .word(let number):
            append(type: 6, size: 4, to: &bytes)
            append(number, to: &bytes)
        case .long(let number):
            append(type: 9, size: 8, to: &bytes)
            append(number, to: &bytes)
        case .list(let values):
            append(type: 11, size: values.count, to: &bytes)
            for value in values { append(value, to: &bytes) }
        case .map(let members):
            append(type: 7, size: members.count, to: &bytes)
            for (key, value) in members {
                append(.text(key), to: &bytes)
                append(value, to: &bytes)
            }
        }
    }

    /// The first bytes of a value. Sizes of more than 284 are not needed here.
    private static func append(type: UInt8, size: Int, to bytes: inout [UInt8]) {
        precondition(size < 285)
        let short = UInt8(min(size, 29))
        bytes.append((type < 8 ? type << 5 : 0) | short)
        if type >= 8 { bytes.append(type - 7) }
        if short == 29 { bytes.append(UInt8(size - 29)) }
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }
}
