/// What browsers that listen to `hits` get at once. What is the same for all that listen to the same is written once.
public struct HitFrame: Sendable {
    /// The most groups in a frame.
    public static let mostGroups = 400

    /// The groups, those of most hits first where not all fit.
    public let groups: [HitGroup]
    /// How many hits are in no group.
    public let more: Int

    /// All but what one browser alone has seen, as JSON without the opening brace.
    private let shared: [UInt8]

    /// A frame of what came since the last one.
    /// - Parameters:
    ///   - all: How many hits came, where some are not in the tally any more.
    ///   - time: Now, in milliseconds since 1970.
    ///   - rate: Hits a second, lately.
    public init(_ tally: HitTally, of all: Int? = nil, time: Int64, rate: Double) {
        let found = Array(tally.groups.values)
        groups =
            found.count <= Self.mostGroups
            ? found
            : Array(
                found.sorted { ($0.count, $0.time) > ($1.count, $1.time) }.prefix(Self.mostGroups))
        more = (all ?? tally.count) - groups.reduce(0) { $0 + $1.count }
        var object = JSONObject(reserving: 64 + groups.count * 320)
        object.add("time", time)
        object.add("rate", (rate * 10).rounded() / 10)
        object.add("more", more)
        object.add("hits", json: groups.lazy.map { $0.json(at: time) })
        shared = Array(object.closed.dropFirst())
    }

    /// The frame for one browser: `{"topic": TOPIC, "body": {"seen": …, "time": …, "rate": …, "more": …, "hits": […]}}`.
    /// - Parameters:
    ///   - topic: As the browser asked for it.
    ///   - seen: All hits that it has been told of since it began to listen.
    public func message(topic: String, seen: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(shared.count + topic.utf8.count + 64)
        text.append(contentsOf: "{\"topic\":".utf8)
        JSONObject.append(topic, to: &text)
        text.append(contentsOf: ",\"body\":{\"seen\":\(seen),".utf8)
        text.append(contentsOf: shared)
        text.append(UInt8(ascii: "}"))
        return text
    }
}
