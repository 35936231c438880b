/// Records that are written together.
public struct StoreBatch: Sendable, Equatable {
    /// Rows of `events`.
    public var events: [EventRecord] = []
    /// Rows of `transfers`.
    public var transfers: [TransferRecord] = []
    /// Rows of `points`.
    public var points: [PointRecord] = []
    /// How far an import has come with them; nil: they are of none.
    public var place: ImportPlace?

    /// Records.
    public init(events: [EventRecord] = [], transfers: [TransferRecord] = [], points: [PointRecord] = []) {
        self.events = events
        self.transfers = transfers
        self.points = points
    }

    /// Whether there is nothing to write.
    public var isEmpty: Bool { count == 0 && place == nil }

    /// How many records there are.
    public var count: Int { events.count + transfers.count + points.count }
}
