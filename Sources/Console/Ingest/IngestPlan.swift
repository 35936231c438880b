import Digests
import HTTPTypes
import Hummingbird
import Inspection
import PluginAPI
import Queues
import RedisClient
import Settings

/// What is known of a posted body before its first byte comes.
struct IngestPlan: Sendable {
    /// What its lines are.
    enum Format: String {
        /// Log lines.
        case lines
        /// JSON objects, one per line: messages, or lines of a log whose format is JSON.
        case json
    }

    let service: String
    let format: Format
    /// Whether it must be compressed.
    let isEncoded: Bool
    /// What names it; nil: its content does.
    let key: String?
    /// How its lines make records.
    let framing: Framing
    /// The longest record that is taken, in bytes.
    let maxline: Int
    /// Where its lines go.
    let entry: ServiceEntry
    let redis: RedisAddress
    /// How many messages the queue may have; 0: no limit.
    let maxlength: Int
    /// How long to wait for room in the queue, or for Redis.
    let wait: Duration

    /// - Throws: ``IngestProblem`` when the headers do not go.
    init(_ request: Request, service: String, _ services: ConsoleServices) throws(IngestProblem) {
        self.service = service
        format = try Self.format(request.headers[.contentType])
        isEncoded = try Self.isEncoded(request.headers[.contentEncoding])
        key = request.headers[.idempotencyKey]
        if let key, key.isEmpty || key.utf8.count > 255 {
            throw IngestProblem(.badRequest, "Idempotency-Key: from 1 to 255 characters")
        }
        entry = services.configuration.entry(of: service)
        guard let redis = services.redis[entry.redis], let settings = services.configuration.redis[entry.redis] else {
            throw IngestProblem(.serviceUnavailable, "there is no [redis_\(entry.redis)]")
        }
        do {
            framing = format == .json ? .lines : try services.configuration.framing(of: service)
        } catch {
            throw IngestProblem(.serviceUnavailable, "\(error)")
        }
        maxline = framing.longestRecord(maxline: entry.maxline)
        (self.redis, maxlength, wait) = (redis, settings.maxlength, services.ingestWait)
    }

    private static func format(_ type: String?) throws(IngestProblem) -> Format {
        switch type?.prefix(while: { $0 != ";" && $0 != " " }).lowercased() {
        case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
            "application/json":
            .json
        case "multipart/form-data":
            throw IngestProblem(.unsupportedMediaType, "send the lines as they are, not as a form (curl --data-binary)")
        default: .lines
        }
    }

    private static func isEncoded(_ encoding: String?) throws(IngestProblem) -> Bool {
        switch encoding?.lowercased() {
        case nil, "", "identity": false
        case "gzip", "x-gzip", "zstd": true
        default: throw IngestProblem(.unsupportedMediaType, "Content-Encoding: gzip or zstd")
        }
    }

    /// What names a content in the ids of its lines: the service, the format and the key count as well, so that the same
    /// lines get other ids where they are to be taken once more.
    /// - Parameter beginning: Its first bytes.
    func generation(_ beginning: UnsafeRawBufferPointer) -> String {
        var hash = ContentHash()
        Array("\(format)\0\(service)\0\(key ?? "")\0".utf8).withUnsafeBytes { hash.append($0) }
        hash.append(beginning)
        return ContentHash.Value.digits(hash.value.first)
    }

    /// The key of the record.
    func recordKey(_ generation: String) -> String {
        guard let key else { return QueueKeys.ingest(service: service, generation) }
        var hash = ContentHash()
        Array(key.utf8).withUnsafeBytes { hash.append($0) }
        return QueueKeys.ingest(service: service, "key:\(hash.value)")
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .ifMatch
}
