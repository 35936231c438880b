import CounterRules
import PluginAPI
import Queues

/// Keeps double clicks from the tracker, for the services that ask for it (`double_clicks`).
///
/// Lines may have been held up while this worker or its Redis was away. So for the longest grace after the start and after
/// every new connection it decides nothing.
struct DoubleClickStage {
    private let graces: [String: Double]
    private let longest: Duration
    private let connections: () -> Int

    private var connection = 0
    private var since = ContinuousClock.now

    /// A stage; nil when no service asks for it.
    /// - Parameters:
    ///   - graces: The services that ask for it, with the seconds that a line of theirs may be late.
    ///   - connections: How many connections to Redis the worker has made so far.
    init?(_ graces: [String: Double], connections: @escaping () -> Int) {
        guard let longest = graces.values.max() else { return nil }
        self.graces = graces
        self.longest = .seconds(longest)
        self.connections = connections
    }

    /// What the stage looks at in a message; nil when it goes past.
    ///
    /// A message that was tried at the tracker has been through the stage, and the tracker may have counted it whatever its
    /// answer was: it must not be said of it that it did not count.
    func click(_ envelope: MessageEnvelope, _ use: OpenURLParams, _ line: ParsedLine) -> Click? {
        guard let grace = graces[envelope.message.service], envelope.tries == 0 else { return nil }
        let identity = ClickIdentity(use, line)
        return Click(
            service: envelope.message.service, time: use.time.secondsSince1970, window: DoubleClicks.window,
            grace: grace, name: identity.name(slice:))
    }

    /// A message that goes through the stage, with its OpenURL.
    typealias Clicked = (message: QueuedMessage, query: [UInt8], click: Click)

    /// Records and decides; to be called once for every claim. What is in neither answer is held, and comes again.
    /// - Returns: The messages that count, in their order; and those that do not, each with the id of the hit that counts
    ///   instead.
    mutating func sort(
        _ clicked: [Clicked], in consumer: QueueConsumer
    ) throws -> (
        counting: [(message: QueuedMessage, query: [UInt8])], doubles: [(message: QueuedMessage, counts: String)]
    ) {
        let verdicts = try consumer.decide(clicked.map { ($0.message, $0.click) }) { pause() }
        var counting: [(message: QueuedMessage, query: [UInt8])] = []
        var doubles: [(message: QueuedMessage, counts: String)] = []
        for (click, verdict) in zip(clicked, verdicts) {
            switch verdict {
            case .held: break
            case .counts: counting.append((click.message, click.query))
            case .double(let later): doubles.append((click.message, later))
            }
        }
        return (counting, doubles)
    }

    /// For how long nothing is to be decided.
    private mutating func pause() -> Duration {
        let now = ContinuousClock.now
        if connections() != connection {
            connection = connections()
            since = now
        }
        return longest - since.duration(to: now)
    }
}
