import FoundationEssentials
import PluginAPI
import Queues

extension FuzzTarget {
    /// The messages of a queue: what is read is written so that it reads as the same, any line survives byte for byte, and
    /// what Foundation reads is read alike.
    static let envelope = FuzzTarget("envelope") { input in
        try checkLine(input)
        let envelope: MessageEnvelope
        do {
            envelope = try MessageEnvelope(json: input)
        } catch let error as MalformedMessage {
            try require(!error.description.isEmpty, "refused without a reason")
            try require(HandMade(json: input) == nil, "Foundation reads it, but: \(error)")
            return
        }
        let written = envelope.json
        let again = try MessageEnvelope(json: written)
        try require(again == envelope, "written and read it is another message")
        try require(again.json == written, "written twice it differs")
        let (_, overflow) = max(envelope.tries, envelope.deaths).addingReportingOverflow(1)
        try require(!overflow, "one more try or death cannot be counted")
        guard let known = HandMade(json: input) else { return }
        try require(known == HandMade(envelope), "Foundation reads \(known), we \(HandMade(envelope))")
        try require(HandMade(json: written) == known, "what we write Foundation reads otherwise")
    }

    /// An entry of a failed list: what cannot be read counts as the message itself.
    static let failureRecord = FuzzTarget("failure-record") { input in
        let record = FailureRecord(json: input)
        if let envelope = try? MessageEnvelope(json: record.payload) {
            let retried = try MessageEnvelope(json: record.messageToRetry)
            try require(retried.message == envelope.message, "another message is retried")
            try require(retried.tries == 0 && retried.deaths == 0, "a retried message has tries")
        } else {
            try require(record.messageToRetry == record.payload, "what is no message does not go back as it came")
        }
    }

    private static func checkLine(_ line: [UInt8]) throws {
        let envelope = MessageEnvelope(LogMessage(service: "repo.example", line: line, id: "g:1"))
        let json = envelope.json
        try require(String(validating: json, as: UTF8.self) != nil, "a message is not UTF-8")
        let read = try MessageEnvelope(json: json).message
        try require(read.line.elementsEqual(withoutLineEnd(line)), "the line came back as other bytes")
        try require(read.service == "repo.example" && read.id == "g:1", "the message came back as another")
    }
}

/// A line as a message has it: the line ends that the original's producers left are none of it.
private func withoutLineEnd(_ line: [UInt8]) -> ArraySlice<UInt8> {
    line.prefix((line.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") } ?? -1) + 1)
}

/// What Foundation reads from a message, where it is sure to mean what we mean: no key twice or null, no counts
/// below 0.
private struct HandMade: Decodable, Equatable {
    private let service: String
    private let logline: String
    private let id: String?
    private let tries: Int32?
    private let deaths: Int32?

    init?(json: [UInt8]) {
        guard let text = String(validating: json, as: UTF8.self),
            let read = try? JSONDecoder().decode(Self.self, from: Data(json)),
            ["service", "logline", "id", "tries", "deaths"].allSatisfy({ text.ranges(of: "\"\($0)\"").count < 2 }),
            !text.contains("null"), read.tries ?? 0 >= 0, read.deaths ?? 0 >= 0
        else { return nil }
        self = HandMade(
            service: read.service, line: withoutLineEnd(Array(read.logline.utf8)), id: read.id,
            tries: read.tries ?? 0, deaths: read.deaths ?? 0)
    }

    init(_ envelope: MessageEnvelope) {
        self.init(
            service: envelope.message.service, line: envelope.message.line, id: envelope.message.id,
            tries: Int32(envelope.tries), deaths: Int32(envelope.deaths))
    }

    private init(service: String, line: some Collection<UInt8>, id: String?, tries: Int32, deaths: Int32) {
        self.service = service
        self.logline = String(decoding: line, as: UTF8.self)
        self.id = id
        self.tries = tries
        self.deaths = deaths
    }
}
