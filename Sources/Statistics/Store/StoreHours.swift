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

/// An hour of a service.
struct ServiceHour: Hashable {
    let service: String
    /// When it began, in seconds since 1970.
    let start: Int64
}

extension EventRecord {
    var hour: ServiceHour {
        ServiceHour(service: service.description, start: StoreHour.start(of: time.secondsSince1970))
    }
}
