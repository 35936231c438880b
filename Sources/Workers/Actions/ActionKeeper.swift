import Actions
import CLinux
import Glibc
import Logging
import Queues
import RedisClient
import Settings

/// Puts action lines into Redis, as histories and, where a queue is set, as messages: a batch at a time, on a thread of its own,
/// so that clients are served while Redis is slow or away.
final class ActionKeeper {
    /// Lines per script.
    static let batch = 1_000
    /// How many lines that Redis has are kept, for a Redis that is killed and forgets its last second.
    private static let mostRecent = 50_000
    /// For how many seconds.
    private static let recentAge = 5.0

    private let settings: ActionsSettings
    private let context: WorkerContext
    private let pusher: NotedLinePusher
    private let side = SideThread<Void>(label: "actions.redis")
    /// What was begun last.
    private(set) var underWay: [ReceivedAction] = []
    /// Becomes readable when a batch is kept.
    let descriptor: Int32

    private var generation = ""
    /// The last line's number.
    private var number = 0
    /// The last lines that Redis has, the oldest first.
    private var recent: [ReceivedAction] = []

    /// - Throws: ``SocketProblem``.
    init(_ settings: ActionsSettings, in context: WorkerContext) throws {
        self.settings = settings
        self.context = context
        pusher = NotedLinePusher(
            context.client, queue: settings.pushto, checkpoint: ActionKeys.checkpoint(context.worker),
            maxlength: context.maxlength)
        descriptor = clinux_eventfd()
        guard descriptor >= 0 else { throw SocketProblem("eventfd", errno) }
    }

    deinit { close(descriptor) }

    /// Reads what there is in Redis.
    /// - Throws: `RedisError`, `RedisClient.Stopped`.
    func load() throws -> ActionState {
        let (settings, worker) = (settings, context.worker)
        let (fields, actions) = try context.client.run { connection in
            let fields = try connection.run(RedisCommand("HGETALL", ActionKeys.checkpoint(worker))).fields
            return (fields, try ActionHistory(connection, worker: worker).actions(settings.history))
        }
        adopt(fields)
        var state = ActionState(history: settings.history)
        for action in actions { for value in action.values { state.add(action.name, value) } }
        return state
    }

    /// Whether a batch is under way.
    var isBusy: Bool { side.isBusy }

    /// Begins to put lines into Redis; ``descriptor`` becomes readable when they are there.
    func begin(_ lines: [ReceivedAction]) {
        underWay = lines
        let descriptor = descriptor
        side.begin {
            // Whatever became of it: who waits looks.
            defer { Self.signal(descriptor) }
            try self.keep(lines)
        }
    }

    /// Takes the end of what was begun; waits for it.
    /// - Returns: The lines that are kept now.
    /// - Throws: `RedisError`; `RedisClient.Stopped` when the worker is to end.
    func end() throws -> [ReceivedAction] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        try side.end()
        return underWay
    }

    /// Puts lines into Redis, at once.
    /// - Throws: As ``end()``.
    func keep(_ lines: [ReceivedAction]) throws {
        var lines = lines
        while true {
            switch try push(lines) {
            case .accepted:
                number += lines.count
                remember(lines)
                return
            case nil, .full:
                if context.stop.isRequested { throw RedisClient.Stopped() }
            case .moved(let fields):
                lines = forgotten(by: fields) + lines
            }
        }
    }

    /// Pushes lines, or waits a little.
    /// - Returns: nil: Redis refuses it, because a key holds something else. There is no file from which the lines could be read again:
    ///   they wait until somebody has mended that.
    private func push(_ lines: [ReceivedAction]) throws -> LinePusher.Result? {
        do {
            let result = try pusher.push(
                messages(lines), generation: generation, numbers: (number, number + lines.count),
                commands: commands(lines))
            if result == .full { context.waitForRoom(in: settings.pushto ?? "") }
            return result
        } catch let error as RedisError where error.kind == .refused {
            context.progress.state("waiting: Redis refuses the lines")
            context.progress.error(error.description)
            _ = context.stop.pause(.seconds(1))
            return nil
        }
    }

    /// The lines that a Redis that was killed has forgotten.
    private func forgotten(by fields: [String: String]) -> [ReceivedAction] {
        let (left, before) = (number, generation)
        adopt(fields)
        let missing = generation == before ? left - number : left
        let known = missing > 0 ? Array(recent.suffix(missing)) : []
        recent.removeLast(known.count)
        context.log.notice(
            "Redis does not stand where it was left",
            metadata: ["left": "\(left)", "stands": "\(number)", "told_again": "\(known.count)"])
        return known
    }

    private func adopt(_ fields: [String: String]) {
        if let stored = fields["generation"], let offset = fields["offset"].flatMap({ Int($0) }) {
            (generation, number) = (stored, offset)
        } else {
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            (generation, number) = (String(repeating: "0", count: 16 - digits.count) + digits, 0)
        }
    }

    private func remember(_ lines: [ReceivedAction]) {
        recent += lines
        let oldest = (lines.last?.value.time ?? 0) - Self.recentAge
        let tooMany = max(0, recent.count - Self.mostRecent)
        recent.removeFirst(max(tooMany, recent.firstIndex { $0.value.time >= oldest } ?? 0))
    }

    /// The lines as messages, numbered.
    private func messages(_ lines: [ReceivedAction]) -> FileLines {
        guard settings.pushto != nil else { return FileLines(in: [], origin: "", service: settings.servicename) }
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for line in lines {
            let start = bytes.count
            bytes += LoggedAction.line(line.name, line.value).utf8
            ranges.append(start..<bytes.count)
        }
        var messages = FileLines(in: bytes, origin: generation, service: settings.servicename)
        messages.accepted = ranges.enumerated().map { index, range in
            FileLines.Line(range: range, offset: UInt64(number + index + 1))
        }
        return messages
    }

    /// What makes the histories.
    private func commands(_ lines: [ReceivedAction]) -> [[String]] {
        let worker = context.worker
        var names: [String] = ["ZADD", ActionKeys.names(worker)]
        var commands: [[String]] = []
        for (name, lines) in Dictionary(grouping: lines, by: \.name) {
            let list = ActionKeys.values(worker, name)
            let entries = lines.suffix(settings.history).map(\.value.entry)
            commands.append(["LPUSH", list] + entries)
            commands.append(["LTRIM", list, "0", String(settings.history - 1)])
            commands.append(["HINCRBY", ActionKeys.counts(worker), name, String(lines.count)])
            let steps = lines.filter { $0.value.content.kind == .counter }.map(\.value.content.number)
            if !steps.isEmpty {
                commands.append(["HINCRBYFLOAT", ActionKeys.sums(worker), name, "\(steps.reduce(0, +))"])
            }
            names += [String(Int((lines.last?.value.time ?? 0) * 1000)), name]
        }
        return commands + [names]
    }

    private static func signal(_ descriptor: Int32) {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }
}
