import Dispatch
import Glibc
import PluginAPI
import Queues
import RedisClient
import Synchronization

/// Numbered lines that one thread pushes as the tail does and another settles as a worker does, until told to stop. Both
/// note what Redis took back after it had acknowledged it.
final class NumberedLoad: Sendable {
    /// What happened so far.
    struct Tally {
        /// The last line whose push was acknowledged.
        var pushed = 0
        /// Lines whose settling was acknowledged.
        var settled = 0
        /// Lines whose push was acknowledged and that Redis no longer knew of afterwards.
        var pushesForgotten = 0
        /// Lines whose settling was acknowledged and that Redis gave out again afterwards.
        var settlesForgotten = 0
        /// The longest time between two acknowledged pushes.
        var longestPause = Duration.zero
        /// What the pushing client told of its server.
        var events: [RedisClient.Event] = []
        /// What ended a thread before its time.
        var failures: [String] = []
    }

    /// The queue that the lines go through; they end in ``settledQueue``.
    let queue: String
    var settledQueue: String { "\(queue)_settled" }

    private static let batch = 5

    private let address: RedisAddress
    private let tallied = Mutex(Tally())
    private let isStopped = Atomic(false)
    private let hasPushedAll = Atomic(false)
    private let ended = DispatchGroup()

    /// Begins.
    init(_ queue: String, _ address: RedisAddress) {
        self.queue = queue
        self.address = address
        run("push", push)
        run("settle", settle)
    }

    var tally: Tally { tallied.withLock { $0 } }

    /// Pushes no more, settles what there is, and waits for that.
    /// - Returns: Whether it was done in time.
    func end(within seconds: Double) -> Bool {
        isStopped.store(true, ordering: .releasing)
        return ended.wait(timeout: .now() + seconds) == .success
    }

    private func run(_ name: String, _ body: @escaping @Sendable () throws -> Void) {
        DispatchQueue(label: name).async(group: ended) { [self] in
            do {
                try body()
            } catch {
                tallied.withLock { $0.failures.append("\(queue) \(name): \(error)") }
            }
        }
    }

    private func client(report: @escaping (RedisClient.Event) -> Void = { _ in }) -> RedisClient {
        var patience = ContinuousClock.now
        return RedisClient(
            address,
            pause: { duration in
                usleep(UInt32(duration / .microseconds(1)))
                return ContinuousClock.now < patience + .seconds(60)
            },
            report: { event in
                if case .lost = event { patience = .now }
                report(event)
            })
    }

    private func push() throws {
        defer { hasPushedAll.store(true, ordering: .releasing) }
        let client = client { event in self.tallied.withLock { $0.events.append(event) } }
        let pusher = LinePusher(client, queue: queue, worker: "\(queue)_push")
        var position = 0
        var last = ContinuousClock.now
        while !isStopped.load(ordering: .acquiring) {
            let next = position + NumberedLoad.batch
            let result = try pusher.push(
                NumberedLoad.lines(position + 1...next), key: "checkpoint:\(queue)",
                from: position == 0 ? "" : "g:\(position)",
                to: ["generation": "g", "offset": String(next)])
            switch result {
            case .accepted: position = next
            case .full: continue
            // Either the answer was lost and the lines are there, or Redis went back, and so do we.
            case .moved(let fields): position = fields["offset"].flatMap { Int($0) } ?? 0
            }
            tallied.withLock { tally in
                tally.pushesForgotten += max(0, tally.pushed - position)
                tally.pushed = position
                tally.longestPause = max(tally.longestPause, last.duration(to: .now))
            }
            last = .now
            // A load, and not all that the machine can do: others have to elect a master on it.
            usleep(1_000)
        }
    }

    private static func lines(_ numbers: ClosedRange<Int>) -> FileLines {
        var bytes: [UInt8] = []
        let lines = numbers.map { number in
            let start = bytes.count
            bytes += String(number).utf8
            return FileLines.Line(range: start..<bytes.count, offset: UInt64(number))
        }
        var batch = FileLines(in: bytes, origin: "g", service: "s")
        batch.accepted = lines
        return batch
    }

    private func settle() throws {
        let consumer = QueueConsumer(
            client(), queue: queue, worker: "\(queue)_settle", targets: [settledQueue])
        var settled: Set<Int> = []
        while true {
            let isLast = hasPushedAll.load(ordering: .acquiring)
            let messages = try consumer.claim(100)
            if messages.isEmpty {
                if isLast { return }
                try consumer.wait(upTo: .milliseconds(100))
                continue
            }
            let numbers = messages.compactMap { Int(String(decoding: $0.envelope.message.line, as: UTF8.self)) }
            let again = numbers.count { settled.contains($0) }
            let absent = try consumer.settle(messages.map { ($0, .done(next: settledQueue)) })
            if absent == 0 { settled.formUnion(numbers) }
            tallied.withLock { tally in
                tally.settlesForgotten += again
                tally.settled = settled.count
            }
        }
    }
}
