import PluginAPI

/// The hours in which double clicks are looked for.
public enum StoreHour {
    /// Seconds.
    public static let length: Int64 = 3_600

    /// When the hour of a moment began, in seconds since 1970.
    public static func start(of time: Int64) -> Int64 {
        time / length * length - (time % length < 0 ? length : 0)
    }
}

/// The hours that a batch's records are of.
struct NewHours {
    struct Hour: Hashable, Comparable {
        let start: Int64
        let source: StoreTable
        let service: String

        /// As the key of `unsettled` has them.
        static func < (left: Hour, right: Hour) -> Bool {
            (left.start, left.source.rawValue, left.service) < (right.start, right.source.rawValue, right.service)
        }
    }

    private(set) var all: Set<Hour> = []
    /// Neighbours are mostly of one hour.
    private var last: Hour?

    mutating func note<Record: StoredRecord>(_ record: Record) {
        let start = StoreHour.start(of: record.time.secondsSince1970)
        let service = record.service.description
        guard last?.start != start || last?.service != service || last?.source != Record.table else { return }
        let hour = Hour(start: start, source: Record.table, service: service)
        all.insert(hour)
        last = hour
    }
}
