import PluginAPI

/// A line's time as far as it has been read; its parts may stand in several fields.
struct TimeParts {
    /// The whole time, where one field has it.
    var whole: UTCTime?
    /// A whole time that counts only where there is no other.
    var lesser: UTCTime?
    var year: Int?
    var month = 1
    var day: Int?
    var hour: Int?
    var minute = 0
    var second = 0
    /// Seconds ahead of UTC, where the log writes its zone.
    var offset: Int?
    /// Where the first part stands.
    var column: Int?

    /// The moment.
    /// - Throws: ``PluginError`` when there was no time, or there is no such day or time of day.
    func time(in zone: LogZone, _ scanner: LineScanner) throws -> UTCTime {
        if let whole { return whole }
        guard let year, let day, let hour else {
            if let lesser { return lesser }
            throw scanner.malformed("time", at: column ?? scanner.end, "missing")
        }
        let zone = offset.map(LogZone.offset) ?? zone
        guard let time = zone.time(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else {
            throw scanner.malformed("time", at: column ?? 0, "no such day or time of day")
        }
        return time
    }

    /// Reads a part.
    /// - Throws: ``PluginError`` when it is none.
    mutating func take(_ range: Range<Int>, as field: Field, _ name: String, zone: LogZone, _ scanner: LineScanner)
        throws
    {
        guard !scanner.isNone(range) else { return }
        switch field {
        case .accessLogTime: whole = try whole ?? scanner.accessLogTime(name, in: range)
        case .zonelessTime: try scanner.zonelessTime(name, in: range, &self)
        case .isoTime: whole = try whole ?? scanner.isoTime(name, in: range, zone: zone)
        case .anyTime: whole = try whole ?? scanner.anyTime(name, in: range, zone: zone)
        case .lesserTime: lesser = try lesser ?? scanner.anyTime(name, in: range, zone: zone)
        case .epoch: whole = try whole ?? scanner.epoch(name, in: range)
        case .epochMilliseconds: whole = try whole ?? scanner.epoch(name, in: range, perSecond: 1_000)
        case .epochMicroseconds: whole = try whole ?? scanner.epoch(name, in: range, perSecond: 1_000_000)
        case .date: try scanner.date(name, in: range, &self)
        case .clock: try scanner.clock(name, in: range, &self)
        case .monthName:
            guard range.count == 3, let month = scanner.month(range.lowerBound) else {
                throw scanner.malformed(name, at: range.lowerBound, "no such month")
            }
            self.month = month
        case .zone:
            guard let offset = scanner.offset(in: range) else {
                throw scanner.malformed(name, at: range.lowerBound, "no offset like +0100")
            }
            self.offset = offset
        default:
            let value = try scanner.number(name, in: range)
            column = column ?? range.lowerBound
            switch field {
            case .year: year = value
            case .shortYear: year = value < 69 ? 2000 + value : 1900 + value
            case .month: month = value
            case .day: day = value
            case .hour: hour = value
            case .minute: minute = value
            case .second: second = value
            default: break
            }
        }
    }
}
