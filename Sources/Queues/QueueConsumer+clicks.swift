internal import PluginAPI
import RedisClient

/// The double-click stage: hits are recorded and their messages held, until it is known whether they count.
extension QueueConsumer {
    /// How long nothing is decided while there are more messages of a dead process: what decides may be among them.
    private static let glance = Duration.milliseconds(100)

    /// Records the hits of messages in hand that are not recorded yet, and holds those messages for as long as a later hit may
    /// come; decides on those that have been held. All in one step, in which the hits that are new count already.
    ///
    /// To be called after every claim, with whatever of it goes through the stage, if only with nothing: until then other
    /// workers decide nothing, since what decides may be among the messages claimed here.
    /// - Parameter pause: For how long nothing is to be decided; what would be is held for so long.
    /// - Returns: For each message what is to be done with it. Those of ``Click/Verdict/held`` are out of hand.
    /// - Throws: ``RedisError``, ``RedisClient/Stopped``.
    public func decide(
        _ clicks: [(message: QueuedMessage, click: Click)], notFor pause: () -> Duration
    ) throws -> [Click.Verdict] {
        let forms = clicks.map { $0.message.held(by: worker) }
        let keys =
            [QueueKeys.temp(worker), QueueKeys.retry(queue), QueueKeys.claimed(queue)]
            + clicks.flatMap { [$0.click.keys.own, $0.click.keys.end] }
        let bytes = clicks.reduce(keys.count * 64) { $0 + 2 * $1.message.payload.count + 160 }
        let answers = try run { connection in
            try connection.run(ClickScripts.decide, keys: keys, reserving: bytes) { command in
                command.append(worker)
                command.append(suspects.isEmpty ? 1 : 0)
                let wait = max(pause(), suspects.isEmpty ? .zero : QueueConsumer.glance)
                command.append(Int(wait / .milliseconds(1)))
                for (clicked, form) in zip(clicks, forms) {
                    command.append(clicked.message.payload)
                    command.append(form.json)
                    command.append(Click.member(form.id))
                    command.append(Int(clicked.click.time))
                    command.append(Int(clicked.click.window))
                    command.append(Int(clicked.click.grace * 1_000))
                }
            }
        }.elements.compactMap(\.text)
        let verdicts = answers.map { Click.Verdict(answer: $0) }
        letGo(zip(clicks, verdicts).filter { $0.1 == .held }.map(\.0.message))
        return verdicts
    }
}

extension Click.Verdict {
    fileprivate init(answer: String) {
        switch answer {
        case "held": self = .held
        case "counts": self = .counts
        default: self = .double(of: Click.id(ofMember: String(answer.dropFirst("double ".count))))
        }
    }
}

extension QueuedMessage {
    /// The entry in which it is held, and the id that it has there.
    fileprivate func held(by worker: String) -> (json: [UInt8], id: String) {
        var id = ""
        let json = rewritten(by: worker) { id = $0.message.id ?? "" }
        return (json, id)
    }
}
