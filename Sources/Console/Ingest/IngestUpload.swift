import Decompression
import Digests
import HTTPTypes
import NIOCore
import Queues
import RedisClient

/// A body on its way into a queue: its compression is taken off, it is cut into lines, and these are pushed together with
/// the record of how far it has come. So the same body goes on where an earlier request broke off.
///
/// What the body is shows with its first megabyte, or all of it where it is shorter: nothing is taken before.
actor IngestUpload {
    private let plan: IngestPlan
    private let thread = IngestThread()
    private let store: IngestStore

    private var head: [UInt8] = []
    private var decoder: StreamDecoder?
    private var cutter: LineCutter
    /// The hash of all bytes that were cut.
    private var hash = ContentHash()
    /// Lines that were cut.
    private var lineCount = 0
    /// How many bytes there must be before the next ones are cut: a long record is not looked at anew for each piece that comes.
    private var enough = beginning
    /// Whether the content is another one than the record's.
    private var isOther = false
    /// How far it has come; nil: what the body is has not shown yet.
    private var record: IngestRecord?

    /// How many bytes tell a body from others, and how many are cut at a time.
    private static let beginning = 1 << 20
    /// The most lines of one push.
    private static let most = 1_000

    /// - Parameter sign: Called now and then while nothing is read because it waits.
    init(_ plan: IngestPlan, sign: @escaping @Sendable () -> Void) {
        self.plan = plan
        cutter = LineCutter(plan.framing, takesRest: true)
        store = IngestStore(plan, sign: sign)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// What has become of it so far.
    var answer: IngestAnswer {
        guard let record, !isOther else { return IngestAnswer() }
        return IngestAnswer(accepted: record.accepted, rejected: record.rejected, firstBad: record.firstBad)
    }

    /// Takes bytes in; returns when there is room for more.
    /// - Throws: ``IngestProblem``.
    func take(_ buffer: ByteBuffer) throws {
        if let decoder { return try buffer.withUnsafeReadableBytes { try decode($0, decoder) } }
        head.append(contentsOf: buffer.readableBytesView)
        if head.count >= StreamDecoder.headLength { try beginDecoding() }
    }

    /// Takes the rest: the body has come to its end.
    /// - Throws: ``IngestProblem``.
    func finish() throws -> IngestAnswer {
        if decoder == nil { try beginDecoding() }
        do { try decoder?.end() } catch { throw damaged(error) }
        cutter.end()
        guard hash.length > 0 || cutter.rest > 0 else { return IngestAnswer() }
        try advance()
        cutter.withRest { note($0) }
        guard let found = record, !isOther, hash.length >= found.offset else { throw other(record) }
        if !found.isDone {
            var last = found
            (last.offset, last.hash, last.isDone) = (hash.length, hash.value, true)
            record = try store.push(FileLines(in: [], origin: last.generation, service: plan.service), found, last)
        }
        var answer = answer
        answer.duplicate = record.map { !store.isOurs($0) } ?? false
        return answer
    }

    private func beginDecoding() throws {
        do {
            let decoder = try StreamDecoder(head: head)
            if plan.isEncoded, decoder.compression == .none, !head.isEmpty {
                throw IngestProblem(.badRequest, "the body is not compressed, as Content-Encoding says that it is")
            }
            self.decoder = decoder
            let bytes = head
            head = []
            try bytes.withUnsafeBytes { try decode($0, decoder) }
        } catch let problem as StreamDecoder.Problem {
            throw IngestProblem(.unsupportedMediaType, "the body \(problem)")
        }
    }

    private func decode(_ bytes: UnsafeRawBufferPointer, _ decoder: StreamDecoder) throws {
        var left = bytes
        var isFull = true
        while isFull {
            do {
                _ = try cutter.fill { room in
                    let made = try decoder.decode(&left, into: room)
                    isFull = made == room.count
                    return made
                }
            } catch let problem as StreamDecoder.Problem {
                throw damaged(problem)
            }
            guard cutter.rest >= enough else { continue }
            try advance()
            enough = cutter.rest + Self.beginning
        }
    }

    private func damaged(_ problem: StreamDecoder.Problem) -> IngestProblem {
        let place = hash.length + UInt64(cutter.rest)
        return IngestProblem(.badRequest, "the body \(problem), near byte \(place) of its content")
    }

    /// Pushes the lines that are whole.
    private func advance() throws {
        if record == nil { record = try identify() }
        while cutter.cut(upTo: Self.most, passed: { note($0) }) {
            let before = lineCount
            lineCount += cutter.lines.count
            guard let known = record, !isOther else { throw other(record) }
            if cutter.next <= known.offset { continue }
            if known.isDone { throw other(known) }
            let batch = IngestBatch(
                cutter, from: known.offset, before: before, generation: known.generation, plan)
            var next = known
            (next.offset, next.hash, next.isDone) = (cutter.next, hash.value, cutter.isAtEnd && cutter.rest == 0)
            next.accepted += batch.lines.accepted.count
            next.rejected += batch.lines.refused.count
            next.firstBad = known.firstBad ?? batch.firstBad
            record = try store.push(batch.lines, known, next)
        }
    }

    private func identify() throws -> IngestRecord {
        let (generation, compression) = cutter.withRest { bytes in
            let beginning = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.beginning))
            return (plan.generation(beginning), Compression(of: beginning))
        }
        guard compression == .none || decoder?.compression == Compression.none else {
            throw IngestProblem(.unsupportedMediaType, "the body is compressed twice")
        }
        let found = try store.record(generation)
        guard found.generation == generation else { throw other(found) }
        return found
    }

    /// Takes bytes that were cut into the hash, and compares it where the record ends.
    private func note(_ bytes: UnsafeRawBufferPointer) {
        guard let record, hash.length < record.offset, record.offset - hash.length <= UInt64(bytes.count) else {
            return hash.append(bytes)
        }
        let count = Int(record.offset - hash.length)
        hash.append(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        if hash.value != record.hash { isOther = true }
        hash.append(UnsafeRawBufferPointer(rebasing: bytes[count...]))
    }

    /// The body is not the one that it begins as.
    private func other(_ record: IngestRecord?) -> IngestProblem {
        defer { isOther = true }
        if plan.key != nil {
            return IngestProblem(.unprocessableContent, "this Idempotency-Key was given to another body before")
        }
        let taken = record?.offset ?? 0
        guard let record, record.isDone, !isOther, hash.length > taken else {
            return IngestProblem(
                .conflict,
                "it begins as a body of which \(taken) bytes were taken before, and is another one; nothing of it was "
                    + "taken: give it an Idempotency-Key")
        }
        return IngestProblem(
            .conflict,
            "its first \(taken) bytes were taken before as a body of their own; nothing was taken now: send what is behind "
                + "them (tail -c +\(taken + 1)), or give it an Idempotency-Key")
    }
}
