/// Goes through all messages of a place, while workers take some and others are added.
///
/// What is there all the time is met once; what is added after the beginning need not be met, or going through a queue
/// against its producer would never end.
public struct MessageCursor: Sendable {
    /// Messages read in one step.
    public static let step = 250

    private let place: MessagePlace
    private let notDue: Bool
    private var passed = 0
    private var anchor: MessageReader.Anchor?
    private var left: Int?

    /// A cursor at the oldest message.
    /// - Parameter notDue: Whether messages to be tried again whose time has come are passed over.
    public init(_ place: MessagePlace, notDue: Bool = false) {
        self.place = place
        self.notDue = notDue
    }

    /// The next messages; none at the end. Before the next call ``keep(_:)`` must say which of them are still there.
    /// - Throws: `RedisError`.
    public mutating func next(_ reader: MessageReader) throws -> [ListedMessage] {
        if left == 0 { return [] }
        let count = min(Self.step, left ?? Self.step)
        let portion = try reader.portion(of: place, from: passed, count, behind: anchor, notDue: notDue)
        left = max(0, (left ?? portion.total) - portion.messages.count)
        // Others have gone meanwhile: the cursor stands elsewhere now.
        if let first = portion.messages.first { passed = first.position }
        if portion.messages.isEmpty { left = 0 }
        return portion.messages
    }

    /// Says which of the messages that ``next()`` gave last are still there, in their order.
    public mutating func keep(_ messages: some BidirectionalCollection<ListedMessage>) {
        passed += messages.count
        if let last = messages.last, place.key != nil { anchor = MessageReader.Anchor(last) }
    }
}
