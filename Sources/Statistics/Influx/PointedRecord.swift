import PluginAPI

/// A record that can be a point of a measurement.
protocol PointedRecord: StoredRecord {
    /// What points are selected and grouped by, in the order of the keys. Each combination of values is a series of its own,
    /// of which InfluxDB has an index in memory: what has many values, as hosts have, is a field.
    var tags: [(key: String, value: StoredText?)] { get }

    /// The rest.
    var fields: [(key: String, value: PointField?)] { get }
}

/// A value of a point.
enum PointField {
    case integer(Int64)
    case real(Double)
    case text(StoredText)
}

extension TransferRecord: PointedRecord {
    var tags: [(key: String, value: StoredText?)] {
        [
            ("channel", channel), ("city", city), ("country", country), ("direction", direction), ("geohash", geohash),
            ("location", location), ("network", network), ("service", service), ("station", station),
        ]
    }

    var fields: [(key: String, value: PointField?)] {
        [
            ("bytes", .integer(Int64(bytes))), ("packets", .integer(Int64(packets))), ("host", host.map { .text($0) }),
            ("client", client.map { .text($0) }), ("program", program.map { .text($0) }),
            ("started", started.map { .integer($0.secondsSince1970) }),
            ("connected", connected.map { .integer($0.secondsSince1970) }),
        ]
    }
}

extension PointRecord: PointedRecord {
    var tags: [(key: String, value: StoredText?)] {
        [("kind", kind), ("name", name), ("service", service), ("unit", unit)]
    }

    var fields: [(key: String, value: PointField?)] { [("value", .real(value))] }
}
