import FoundationEssentials
import PluginAPI

/// A line of a JSON Lines transfer log or of the access log. Keys that are of no use here are passed over.
struct JSONRecord: Decodable {
    struct Peer: Decodable {
        let ip: String
        let hostname: String?
        let userAgent: String?

        enum CodingKeys: String, CodingKey {
            case ip, hostname
            case userAgent = "user_agent"
        }
    }

    struct Spoken: Decodable {
        let name: String?
    }

    struct Stream: Decodable {
        let id: String
        let bytes: Int
        let packets: Int

        enum CodingKeys: String, CodingKey {
            case id = "stream_id"
            case bytes, packets
        }
    }

    /// What the access log tells of.
    enum Event: String, Decodable {
        case connect, disconnect, command
    }

    let logTime: String
    let logStartTime: String?
    let connectTime: String
    let client: Peer
    let transferProtocol: Spoken?
    let direction: String?
    let streams: [Stream]?
    let total: Int?
    /// Of the access log only.
    let event: Event?
    let command: String?
    let detail: String?
    let match: String?

    enum CodingKeys: String, CodingKey {
        case client, streams, event, command, detail, match
        case logTime = "log_time"
        case logStartTime = "log_start_time"
        case connectTime = "connect_time"
        case transferProtocol = "transfer_protocol"
        case direction = "transfer_direction"
        case total = "transfer_bytes"
    }

    /// - Throws: ``PluginError`` saying which key is missing or wrong.
    init(_ bytes: [UInt8]) throws {
        do {
            self = try JSONDecoder().decode(JSONRecord.self, from: Data(bytes))
        } catch DecodingError.keyNotFound(let key, let context) {
            throw PluginError.malformed("\(Self.name(of: context.codingPath + [key])) is missing")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw PluginError.malformed("\(Self.name(of: context.codingPath)) is of a wrong type")
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            throw PluginError.malformed("\(Self.name(of: context.codingPath)) has a value that is not known")
        } catch {
            throw PluginError.malformed("no JSON object")
        }
    }

    /// What a line of a transfer log tells.
    /// - Throws: ``PluginError`` saying what is missing.
    func session() throws -> Session {
        guard let streams, let total, let direction = direction.flatMap(Transfer.Direction.init(rawValue:)) else {
            throw PluginError.malformed("neither an event nor streams with transfer_direction and transfer_bytes")
        }
        guard streams.allSatisfy({ $0.bytes >= 0 && $0.packets >= 0 }) else {
            throw PluginError.malformed("a stream has a negative number")
        }
        return Session(
            time: try UTCTime(logged: logTime, "log"),
            started: try logStartTime.map { try UTCTime(logged: $0, "start") },
            connected: try UTCTime(logged: connectTime, "connect"), direction: direction,
            client: Client(
                ip: client.ip, host: client.hostname ?? "", program: client.userAgent,
                protocolName: transferProtocol?.name),
            streams: streams.map {
                Session.Stream(id: StreamID(Array($0.id.utf8)[...]), bytes: $0.bytes, packets: $0.packets)
            },
            total: total)
    }

    /// A line of the access log: the command and what it asked for stand where a web log has the request.
    /// - Throws: ``PluginError`` when the time is malformed.
    func line(of event: Event, _ message: LogMessage) throws -> ParsedLine {
        let peer = Client(ip: client.ip, host: client.hostname ?? "", program: client.userAgent, protocolName: nil)
        var line = peer.line(of: message, at: try UTCTime(logged: logTime, "log"))
        if let command, !command.isEmpty {
            line.method = line.field(command)
            line.url = line.field(detail ?? match ?? "")
        }
        line.exclusion = Exclusion(rule: event.rawValue, detail: command)
        return line
    }

    private static func name(of path: [any CodingKey]) -> String {
        path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined().trimmingPrefix(".").description
    }
}
