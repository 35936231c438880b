import PluginAPI

/// A block of a text log:
///
///     START CLIENT HOST [IP] (MODE|CLIENTID) @ TIME (connected TIME) TX
///     STREAM BYTES PACKETS
///     END CLIENT HOST [IP] total TX bytes: TOTAL
///
/// A client names itself, with blanks, brackets and bars if it likes, so the first line is read from both of its ends.
struct TextRecord {
    private let lines: [ArraySlice<UInt8>]

    /// - Parameter bytes: The block with its line feeds.
    init(_ bytes: [UInt8]) {
        lines = bytes.split(separator: UInt8(ascii: "\n")).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }

    /// What it tells.
    /// - Throws: ``PluginError`` saying which part is malformed.
    func session(_ interval: LogInterval) throws -> Session {
        let head = try Head(lines[0])
        guard let last = lines.last, lines.count > 1, last.starts(with: "END CLIENT ".utf8) else {
            throw PluginError.malformed("the block has no END CLIENT: the log ended or went on without it")
        }
        let expected = "END CLIENT \(head.host) [\(head.client.ip)] total \(head.direction.rawValue) bytes: "
        guard last.starts(with: expected.utf8), let total = number(last.dropFirst(expected.utf8.count)) else {
            throw PluginError.malformed("END CLIENT is of another client or direction, or has no number of bytes")
        }
        let streams = try lines[1..<(lines.count - 1)].enumerated().map { index, line in
            let parts = line.split(separator: UInt8(ascii: " "))
            guard parts.count == 3, let bytes = number(parts[1]), let packets = number(parts[2]) else {
                throw PluginError.malformed("line \(index + 2) of the block is not a stream, its bytes and its packets")
            }
            return Session.Stream(id: StreamID(parts[0]), bytes: bytes, packets: packets)
        }
        return Session(
            time: head.time, started: interval.start(of: head.time, connected: head.connected),
            connected: head.connected, direction: head.direction, client: head.client, streams: streams, total: total)
    }

    /// A number of only digits; nil when it is none or too large.
    private func number(_ text: ArraySlice<UInt8>) -> Int? {
        guard text.first.map({ $0 &- 48 < 10 }) ?? false else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }
}

/// The first line of a block.
private struct Head {
    let host: String
    let client: Client
    let time: UTCTime
    let connected: UTCTime
    let direction: Transfer.Direction

    init(_ line: ArraySlice<UInt8>) throws {
        var rest = line.dropFirst("START CLIENT ".utf8.count)
        func part(upTo mark: String) -> String? {
            guard let found = rest.firstRange(of: Array(mark.utf8)) else { return nil }
            defer { rest = rest[found.upperBound...] }
            return String(decoding: rest[..<found.lowerBound], as: UTF8.self)
        }
        func part(after mark: String) -> String? {
            guard let found = rest.ranges(of: Array(mark.utf8)).last else { return nil }
            defer { rest = rest[..<found.lowerBound] }
            return String(decoding: rest[found.upperBound...], as: UTF8.self)
        }
        guard let host = part(upTo: " ["), let ip = part(upTo: "] ("), let mode = part(upTo: "|") else {
            throw PluginError.malformed("START CLIENT without HOST [IP] (MODE|CLIENT)")
        }
        guard let direction = part(after: ") ").flatMap(Transfer.Direction.init(rawValue:)),
            let connected = part(after: " (connected "), let time = part(after: ") @ ")
        else {
            throw PluginError.malformed("START CLIENT without @ TIME (connected TIME) and TX or RX")
        }
        self.host = host
        self.direction = direction
        self.time = try UTCTime(logged: time, "log")
        self.connected = try UTCTime(logged: connected, "connect")
        client = Client(
            ip: ip, host: host, program: String(decoding: rest, as: UTF8.self), protocolName: mode)
    }
}
