/// Records that are written together.
public struct StoreBatch: Sendable, Equatable {
    /// Rows of `events`.
    public var events: [EventRecord] = []
    /// Rows of `transfers`.
    public var transfers: [TransferRecord] = []
    /// Rows of `points`.
    public var points: [PointRecord] = []

    /// Records.
    public init(events: [EventRecord] = [], transfers: [TransferRecord] = [], points: [PointRecord] = []) {
        self.events = events
        self.transfers = transfers
        self.points = points
    }

    /// Whether there is nothing to write.
    public var isEmpty: Bool { events.isEmpty && transfers.isEmpty && points.isEmpty }
}
