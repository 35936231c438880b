/// What a store is opened for.
public enum StoreAccess: Sendable {
    /// To write: it is made where it is not there, and brought to this version.
    case writing
    /// To read what is there beside those who write, without keeping them from it, and to change nothing: neither is a store
    /// made or brought to this version, nor are double clicks found (``EventStore/settleHour(window:)`` has nothing to do).
    case reading(StoreReading)
}

/// When a reader gives up.
public struct StoreReading: Sendable {
    /// Asked now and then: whether to give up. The error is of kind `stopped`.
    public let isStopped: @Sendable () -> Bool
    /// How long a server may take for one query.
    public let limit: Duration

    /// - Parameters:
    ///   - isStopped: Asked now and then: whether to give up.
    ///   - limit: How long a server may take for one query.
    public init(limit: Duration, isStopped: @escaping @Sendable () -> Bool) {
        (self.limit, self.isStopped) = (limit, isStopped)
    }

    /// - Throws: ``StoreError`` of kind `stopped`.
    func check(_ store: String) throws(StoreError) {
        if isStopped() { throw .stopped(store) }
    }
}

extension StoreAccess {
    /// When the reader gives up; nil: it is a writer.
    var reading: StoreReading? { if case .reading(let reading) = self { reading } else { nil } }
}
