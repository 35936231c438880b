import Logging
import Queues
import RedisClient
import Settings

/// A broker whose full targets do not hold up the others.
///
/// While every target has room and every spill is empty it does what the plain one does: one script per batch, and nothing
/// held. Else it claims a batch, appends it to the spills of the full targets and of those whose spill is not empty yet
/// (so that the order is kept), waits for the disk, and has one script move the batch to the others and acknowledge
/// the spills. What is spilled comes back oldest first, faster than more is added.
struct IsolatingBroker {
    /// Batches that may come back before the next one is taken.
    private static let refills = 8

    /// How long a broker waits for messages while there may be room for spilled ones at any time.
    private static let glance = Duration.milliseconds(50)

    /// How long Redis may take to remember for good: everysec is a second, two when the disk is busy, a failover longer.
    private static let grace = Duration.seconds(60)

    private let context: WorkerContext
    private let targets: [String]
    private let parent: String
    private let moves: IsolatingFanOut
    private let batch: Int

    /// Of each queue; of those that were targets once too, as long as something is left.
    private var spills: [Spill] = []

    /// Whether the spills are as Redis has them.
    private var isAligned = false

    /// Whether a target is full, or messages may be held.
    private var mustClaim = true

    /// Said once, until it is over.
    private var trouble: String?

    /// A broker whose spills lie in folders of a folder.
    init(_ settings: BrokerSettings, folder: String, batch: Int, in context: WorkerContext) {
        self.context = context
        self.batch = batch
        targets = settings.fanout
        parent = folder
        moves = IsolatingFanOut(
            context.client, from: settings.listento, worker: context.worker, maxlength: context.maxlength)
    }

    /// Moves messages until the stop is requested.
    mutating func run() throws {
        while !context.stop.isRequested {
            try attempt { broker in
                guard try broker.align() else { return }
                try broker.mustClaim ? broker.distribute() : broker.move()
                for index in broker.spills.indices { try broker.spills[index].sweep(after: IsolatingBroker.grace) }
            }
        }
        try moves.release()
    }

    /// Gives back what a broker that isolated its targets has left in its hands and in spills, for one that no longer does.
    mutating func empty() throws {
        try moves.release()
        while !context.stop.isRequested {
            var isEmpty = false
            try attempt { broker in
                guard try broker.align() else { return }
                try broker.refill(except: [])
                isEmpty = broker.isAligned && broker.spills.allSatisfy(\.position.isEmpty)
                if !isEmpty { broker.rest(full: []) }
            }
            if isEmpty { return }
        }
    }

    /// Waits out what the disk says.
    private mutating func attempt(_ body: (inout Self) throws -> Void) throws {
        do {
            try body(&self)
            if trouble != nil { context.log.notice("Spilling again") }
            trouble = nil
        } catch let error as FileError {
            if trouble != error.description {
                context.log.error("Cannot spill, waiting", metadata: ["reason": "\(error)"])
            }
            trouble = error.description
            context.progress.state("waiting: \(error)")
            context.progress.error("\(error)")
            _ = context.stop.pause(.seconds(1))
        }
    }

    /// Reads how the spills stand, at the start and whenever Redis may have forgotten.
    private mutating func align() throws -> Bool {
        if isAligned { return true }
        let connection = context.client.connections
        let left = try SpillFiles.names(in: parent).compactMap(SpillPath.decoded)
        let queues = targets + left.filter { !targets.contains($0) }.sorted()
        spills = try queues.map { try Spill(of: $0, in: parent, host: context.host, moves, context.log) }
        mustClaim = true
        isAligned = moves.begin(on: max(connection, 1))
        return isAligned
    }

    /// Moves a batch to all targets at once.
    private mutating func move() throws {
        switch try moves.move(batch, to: targets) {
        case nil: isAligned = false
        case .full: mustClaim = true
        case .moved(let count):
            context.progress.state("running")
            context.progress.count(done: count)
            if count == 0 { try moves.wait(upTo: context.patience) }
        }
    }

    /// Moves a batch to the targets that have room, and to the spills of the others.
    private mutating func distribute() throws {
        guard let claimed = try moves.claim(batch, for: spills.map(\.queue)) else {
            isAligned = false
            return
        }
        do {
            guard try distribute(claimed) else {
                isAligned = false
                return
            }
        } catch let error as FileError {
            // What has been spilled may come back all the same, and then there may be room for the batch.
            try refill(except: claimed.full)
            throw error
        }
        try refill(except: claimed.full)
        say(full: claimed.full)
        guard isAligned, claimed.messages.isEmpty else { return }
        if claimed.full.isDisjoint(with: targets), spills.allSatisfy(\.position.isEmpty) {
            mustClaim = false
        } else {
            try moves.wait(upTo: min(context.patience, IsolatingBroker.glance))
        }
    }

    /// - Returns: Whether Redis was as it was thought to be.
    private mutating func distribute(_ claimed: IsolatingFanOut.Batch) throws -> Bool {
        guard !claimed.messages.isEmpty else { return true }
        var growths: [Int: IsolatingFanOut.Growth] = [:]
        for index in spills.indices where targets.contains(spills[index].queue) {
            if claimed.full.contains(spills[index].queue) || !spills[index].position.isEmpty {
                growths[index] = try spills[index].append(claimed.messages)
            }
        }
        let spilled = Set(growths.keys.map { spills[$0].queue })
        let roomy = targets.filter { !spilled.contains($0) }
        guard try moves.distribute(claimed, to: roomy, Array(growths.values)) == true else { return false }
        for (index, growth) in growths { spills[index].acknowledge(growth, claimed.messages.count) }
        context.progress.count(done: claimed.messages.count)
        return true
    }

    /// Gives spilled messages back to the queues that have room.
    private mutating func refill(except full: Set<String>) throws {
        for index in spills.indices where !full.contains(spills[index].queue) {
            for _ in 1...IsolatingBroker.refills where isAligned && !spills[index].position.isEmpty {
                let result = try spills[index].refill(batch, moves, context.log)
                if result == .full { break }
                if result != .moved { isAligned = false }
            }
        }
    }
}

extension IsolatingBroker {
    /// Says in the heartbeat which targets are full, and what waits for them.
    private func say(full: Set<String>) {
        let waiting = spills.filter { !$0.position.isEmpty }.map { spill in
            let count = spill.position.messages
            if let trouble = spill.trouble { return "\(trouble), \(count) spilled for \(spill.queue)" }
            return full.contains(spill.queue)
                ? "\(spill.queue) is full, \(count) spilled" : "\(count) spilled for \(spill.queue)"
        }
        context.progress.state((["running"] + waiting).joined(separator: "; "))
    }

    /// Waits a little for room.
    private func rest(full: Set<String>) {
        say(full: full)
        _ = context.stop.pause(IsolatingBroker.glance)
    }
}
