public import PluginAPI

/// A measurement: a row of `points`.
public struct PointRecord: StoredRecord {
    /// What tells it from all others.
    public var id: StoredText
    /// When it was measured.
    public var time: UTCTime
    /// The ID of its `[service_ID]`.
    public var service: StoredText
    /// What was measured.
    public var name: StoredText
    /// How much; a finite number.
    public var value: Double
    /// The unit; nil: a bare number.
    public var unit: StoredText?
    /// What kind of measurement it is.
    public var kind: StoredText?

    /// A measurement.
    public init(id: StoredText, time: UTCTime, service: StoredText, name: StoredText, value: Double) {
        self.id = id
        self.time = time
        self.service = service
        self.name = name
        self.value = value
    }

    /// `points`.
    public static let table = StoreTable.points

    /// Puts the columns.
    public func write(to row: inout some RowWriter) {
        row.put(id)
        row.put(time)
        row.put(service)
        row.put(name)
        row.put(value)
        row.put(unit)
        row.put(kind)
    }

    /// Takes the columns.
    public init(from row: inout some RowReader) {
        id = row.someText()
        time = row.someTime()
        service = row.someText()
        name = row.someText()
        value = row.real() ?? 0
        unit = row.text()
        kind = row.text()
    }
}
