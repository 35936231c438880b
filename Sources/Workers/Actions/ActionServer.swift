import Actions
import CLinux
import Glibc
import Logging
import RedisClient
import Settings

/// Serves all clients of the actions' port on one thread: takes their lines, hands them to Redis, and tells the others what is
/// there. What nobody has in Redis nobody is told of, so that a kill takes nothing back.
final class ActionServer {
    /// The shortest time between two states for a client, in seconds. The original's clients
    /// take two states that come at once for one that is broken.
    static let pace = 0.05
    /// How long a client that has just come is told nothing more than the state as it was then, in seconds: so long a busy
    /// machine may take to let it read.
    static let settling = 0.25
    /// How many lines wait in memory for Redis; then clients are not read from.
    static let mostWaiting = 50_000
    /// How many bytes of states may wait for clients that read slowly; then the slowest are let go.
    static let mostHeld = 128 << 20

    private enum Tag {
        static let stop = 0
        static let listener = 1
        static let keeper = 2
        static let firstClient = 3
    }

    let settings: ActionsSettings
    let context: WorkerContext
    let keeper: ActionKeeper
    let events: EventSet
    var state: ActionState
    var turns = NewsTurns()
    var clients: [Int: ActionClient] = [:]
    /// Lines that Redis does not have yet, without those under way.
    var waiting: [ReceivedAction] = []
    /// The actions among what is not in the state yet.
    var coming: Set<String> = []
    /// Clients that are not read from, because of what they sent or because there is no room.
    var paused: Set<Int> = []
    let newsroom = ActionNewsroom()

    private let listener: ListeningSocket
    private let mostClients: Int
    private var lastTag = Tag.firstClient
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    private var keptSince = 0.0

    /// Listens.
    /// - Throws: ``SocketProblem``; what reading the histories throws.
    init(_ settings: ActionsSettings, in context: WorkerContext) throws {
        (self.settings, self.context) = (settings, context)
        keeper = try ActionKeeper(settings, in: context)
        state = try keeper.load()
        listener = try ListeningSocket(settings.listen)
        mostClients = min(settings.maxclients, OpenFiles.allow(settings.maxclients + 64) - 64)
        events = try EventSet()
        try events.add(context.stop.descriptor, tag: Tag.stop)
        try events.add(listener.descriptor, tag: Tag.listener)
        try events.add(keeper.descriptor, tag: Tag.keeper)
    }

    /// Serves until the stop is requested. Lines that have come by then are in Redis, if it is there.
    /// - Throws: `RedisError` when Redis refuses what it is told.
    func run() throws {
        context.log.notice("Taking actions", metadata: ["listen": "\(settings.listen)", "clients": "\(mostClients)"])
        while !context.stop.isRequested {
            for ready in events.wait(milliseconds: patience) {
                switch ready.tag {
                case Tag.stop: break
                case Tag.listener: takeConnections()
                case Tag.keeper: try takeKept()
                default: if let client = clients[ready.tag] { serve(client, ready) }
                }
            }
            if !keeper.isBusy { resume() }
            handOver()
            tell()
        }
        try finish()
    }

    /// A clock that does not go back, in seconds.
    var now: Double { seconds(CLOCK_MONOTONIC) }

    private var patience: Int {
        if newsroom.isDue { return max(0, min(1_000, Int(((newsroom.next - now) * 1_000).rounded(.up)))) }
        return paused.isEmpty ? 1_000 : 10
    }

    // MARK: Connections

    private func takeConnections() {
        while let descriptor = listener.accept() {
            guard clients.count < mostClients else {
                let line = Array(ActionProblem.manyClients(mostClients).line.utf8)
                _ = send(descriptor, line, line.count, Int32(MSG_NOSIGNAL))
                close(descriptor)
                context.progress.error("a client was sent away: there are \(mostClients) already")
                continue
            }
            lastTag += 1
            let client = ActionClient(
                tag: lastTag, descriptor: descriptor,
                allowance: LineAllowance(rate: Double(settings.linerate), now: now), nextNews: now + Self.settling)
            do {
                try events.add(descriptor, tag: client.tag)
            } catch {
                context.progress.error("\(error)")
                continue
            }
            clients[client.tag] = client
            greet(client)
        }
    }

    private func serve(_ client: ActionClient, _ ready: EventSet.Ready) {
        if ready.isWritable { flush(client) }
        if ready.isReadable || ready.isHungUp, !client.hasEnded, !client.isPaused {
            if !client.read(into: &buffer) { client.hasEnded = true }
            takeLines(of: client)
        } else if ready.isHungUp {
            // What it sent before has been read, or is lost to the system as well.
            client.hangUp()
        }
        settle(client)
    }

    /// Sees to it that what a connection waits for is waited for, and that one that has ended goes.
    func settle(_ client: ActionClient) {
        let isThrough =
            client.hasEnded && !client.isPaused && (client.isGone || (client.isIdle && !client.waitsForAnswer))
        guard isThrough else { return client.update(events) }
        newsroom.letGo(client)
        client.hangUp()
        paused.remove(client.tag)
        clients[client.tag] = nil
    }

    // MARK: Lines

    /// Takes the lines that have come, as far as there is room and the client may send.
    private func takeLines(of client: ActionClient) {
        client.isPaused = false
        while true {
            guard waiting.count < Self.mostWaiting, client.allowance.isLeft(now: now) else {
                client.isPaused = true
                paused.insert(client.tag)
                return
            }
            switch client.reader.next() {
            case nil:
                paused.remove(client.tag)
                if client.hasEnded, client.reader.isAmidLine { context.progress.count(failed: 1) }
                return
            case .tooLong:
                refuse(client, .tooLong)
                client.reader = ActionLineReader()
                client.hasEnded = true
                return
            case .line(let line):
                client.allowance.take()
                take(line, of: client)
            }
        }
    }

    private func take(_ bytes: [UInt8], of client: ActionClient) {
        do throws(ActionProblem) {
            switch try ClientLine(bytes, onlyOriginal: settings.strict) {
            case .wish(let wish): grant(wish, to: client)
            case .action(let line):
                if !state.knows(line.name), !coming.contains(line.name) {
                    guard state.count + coming.count < settings.maxactions else {
                        throw .manyActions(settings.maxactions)
                    }
                    coming.insert(line.name)
                }
                client.unkept += 1
                waiting.append(
                    ReceivedAction(
                        client: client.tag, name: line.name,
                        value: ActionValue(time: seconds(CLOCK_REALTIME), line.content)))
            }
        } catch {
            refuse(client, error)
            if settings.strict {
                client.reader = ActionLineReader()
                client.hangUp()
            }
        }
    }

    private func refuse(_ client: ActionClient, _ problem: ActionProblem) {
        context.progress.count(failed: 1)
        context.progress.error("a bad line: \(problem)")
        guard !settings.strict else { return }
        client.post(Array(problem.line.utf8))
        flush(client)
    }

    /// Goes on with clients that had to wait.
    private func resume() {
        guard waiting.count < Self.mostWaiting else { return }
        for tag in paused {
            guard let client = clients[tag] else {
                paused.remove(tag)
                continue
            }
            takeLines(of: client)
            settle(client)
        }
    }

    /// What has been kept is news; what could not be, before the stop, waits again.
    private func takeKept() throws {
        do {
            publish(try keeper.end())
        } catch is RedisClient.Stopped {
            waiting = keeper.underWay + waiting
        }
    }

    private func handOver() {
        let now = now
        if keeper.isBusy {
            if now - keptSince > 1 { reportWaiting() }
            return
        }
        guard !waiting.isEmpty else { return }
        keptSince = now
        keeper.begin(Array(waiting.prefix(ActionKeeper.batch)))
        waiting.removeFirst(min(waiting.count, ActionKeeper.batch))
    }

    /// Says in the heartbeat how much waits while Redis is away.
    private func reportWaiting() {
        guard context.progress.snapshot.state.hasPrefix("waiting for Redis") else { return }
        let room = waiting.count < Self.mostWaiting ? "" : "; no more are read"
        context.progress.state("waiting for Redis; \(waiting.count) lines wait in memory\(room)")
    }

    /// Puts into Redis what has come before the stop.
    private func finish() throws {
        do {
            if keeper.isBusy { try takeKept() }
            while !waiting.isEmpty {
                let lines = Array(waiting.prefix(ActionKeeper.batch))
                try keeper.keep(lines)
                context.progress.count(done: lines.count)
                waiting.removeFirst(lines.count)
            }
        } catch is RedisClient.Stopped {
            context.progress.count(failed: waiting.count)
            context.log.warning(
                "Redis is away: lines that nobody was told of are lost", metadata: ["number": "\(waiting.count)"])
        }
    }

    /// A clock, exact to the microsecond.
    private func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec / 1_000) / 1e6
    }
}
