/// What became of the lines of one service that were to end in one queue, over some days.
///
/// Every line ends in one leaf or still waits. What waits is what has arrived and not ended, by the counters; whether that
/// is true is seen in the lists themselves (``LedgerSnapshot/Balance``).
public struct Ledger: Sendable, Equatable {
    /// The service.
    public let service: String

    /// The queue whose worker judges the lines.
    public let queue: String

    /// Lines that tails have read.
    public internal(set) var read = 0

    /// Messages that other programs have pushed; they are counted when they end.
    public internal(set) var pushed = 0

    /// How many lines ended in each leaf.
    public internal(set) var leaves: [Leaf: Int] = [:]

    /// Lines that wait in queues, are in a worker's hands, or are to be tried again.
    public var waiting: Int { read + pushed - leaves.values.reduce(0, +) }

    init(service: String, queue: String) {
        self.service = service
        self.queue = queue
    }

    /// A ledger of lines that were read and have all ended.
    public init(service: String, queue: String, leaves: [Leaf: Int]) {
        self.init(service: service, queue: queue)
        self.leaves = leaves
        read = leaves.values.reduce(0, +)
    }

    mutating func add(_ count: Int, _ leaf: Leaf) {
        switch leaf {
        case .read: read += count
        case .pushed: pushed += count
        default: leaves[leaf, default: 0] += count
        }
    }
}

extension Ledger {
    /// A stage of a line's way: the leaves in which lines end there.
    public enum Stage: CaseIterable, Sendable {
        /// The line cannot be read.
        case unparsed
        /// It can, and does not count.
        case excluded
        /// It counts, and the tracker, the file or the store has it, or browsers were told.
        case delivered
        /// It counts, and the tracker will not have it.
        case refused
        /// It counts, and was given up or is held back.
        case failed
        /// An operator removed it, or moved it elsewhere.
        case purged
    }

    /// How many lines ended in the leaves of a stage.
    public func count(_ stage: Stage) -> Int {
        leaves.reduce(0) { $0 + ($1.key.stage == stage ? $1.value : 0) }
    }

    /// Lines that were parsed and have ended.
    public var parsed: Int { leaves.values.reduce(0, +) - count(.unparsed) - count(.purged) }

    /// Lines that count and have ended.
    public var eligible: Int { parsed - count(.excluded) }

    /// The leaves of a stage, the largest first.
    public func leaves(of stage: Stage) -> [(leaf: Leaf, count: Int)] {
        leaves.filter { $0.key.stage == stage && $0.value != 0 }
            .sorted { ($1.value, $0.key.description) < ($0.value, $1.key.description) }
            .map { ($0.key, $0.value) }
    }
}

extension Leaf {
    /// The stage at which lines end here.
    public var stage: Ledger.Stage {
        switch self {
        case .malformed, .tooLong, .unknownService, .noHit: .unparsed
        case .accepted, .written, .recorded, .counted, .published: .delivered
        case .refused: .refused
        case .gaveUp, .died, .maybeSent, .unresolved, .needsLookup: .failed
        case .purged, .moved: .purged
        default: .excluded
        }
    }
}
