import PluginAPI
import Statistics

/// A few records of which it can be told by hand what a dashboard shows of them.
enum ShownRecords {
    /// Midnight at the beginning of a day around 1 June 2024; 0 is that day.
    static func day(_ number: Int) -> Int64 { 1_717_200_000 + Int64(number) * 86_400 }

    private static func time(_ day: Int, _ hour: Int, _ second: Int = 0) -> UTCTime {
        UTCTime(secondsSince1970: self.day(day) + Int64(hour * 3_600 + second))
    }

    static var macros: GrafanaMacros {
        GrafanaMacros(
            from: UTCTime(secondsSince1970: day(-1)), to: UTCTime(secondsSince1970: day(2)), interval: "1h",
            variables: ["service": ["a", "it's"], "network": ["FR", "G"], "direction": ["TX", "RX"]])
    }

    static var batch: StoreBatch { StoreBatch(events: events, transfers: transfers, points: points) }

    private static var events: [EventRecord] {
        let rows: [(UTCTime, String, String, String, String?, String, Int)] = [
            (time(-1, 10), "Request", "i1", "person", "FR", "s1", 100),
            (time(0, 10), "Request", "i1", "person", "FR", "s2", 100),
            (time(0, 10, 600), "Investigation", "i2", "person", "GB", "s3", 10),
            (time(0, 11), "Request", "i2", "person", nil, "s2", 200),
            (time(0, 12), "Request", "i1", "robot", "FR", "s9", 1_000),
            (time(1, 0), "Request", "i1", "AI agent", "FR", "s8", 1_000),
            (time(1, 1), "Investigation", "i2", "robot", nil, "s7", 0),
            // The first of these two is a double click.
            (time(1, 9), "Request", "i1", "person", "FR", "s4", 100),
            (time(1, 9, 10), "Request", "i1", "person", "FR", "s4", 100),
            // Of another service, and of another time.
            (time(0, 10), "Request", "i1", "person", "FR", "s1", 7),
            (time(-2, 23), "Request", "i1", "person", "FR", "s1", 7),
        ]
        return rows.enumerated().map { index, row in
            var event = EventRecord(
                id: StoredText("e\(index)"), time: row.0, service: index == 9 ? "b" : "a", kind: StoredText(row.1),
                item: StoredText(row.2), url: "u", agentClass: StoredText(row.3))
            event.country = row.4.map { StoredText($0) }
            event.session = StoredText(row.5)
            event.bytes = row.6
            if index == 7 || index == 8 { event.click = ClickName(own: 1) }
            return event
        }
    }

    private static var transfers: [TransferRecord] {
        let rows: [(UTCTime, String, String, String, Int, Int, String, String?, String?)] = [
            (time(-1, 10), "TX", "FR", "ARBF", 100, 1, "h1", "FR", "p"),
            (time(0, 10), "TX", "FR", "ARBF", 200, 2, "h2", "FR", "p"),
            (time(0, 10, 1_800), "TX", "G", "SSB", 50, 1, "h2", "FR", "q"),
            (time(0, 11), "TX", "FR", "SURF", 400, 4, "h3", nil, nil),
            (time(1, 10), "RX", "FR", "ARBF", 1_000, 10, "h4", "GB", "p"),
            // Of another service, another network, and another time.
            (time(0, 10), "TX", "FR", "ARBF", 7, 7, "h7", "FR", "p"),
            (time(0, 10), "TX", "XX", "ARBF", 7, 7, "h7", "FR", "p"),
            (time(-2, 23), "TX", "FR", "ARBF", 7, 7, "h7", "FR", "p"),
        ]
        return rows.enumerated().map { index, row in
            var transfer = TransferRecord(
                id: StoredText("t\(index)"), time: row.0, service: index == 5 ? "b" : "a", direction: StoredText(row.1),
                network: StoredText(row.2), station: StoredText(row.3), location: "00", channel: "HHZ")
            (transfer.bytes, transfer.packets, transfer.host) = (row.4, row.5, StoredText(row.6))
            (transfer.country, transfer.program) = (row.7.map { StoredText($0) }, row.8.map { StoredText($0) })
            return transfer
        }
    }

    private static var points: [PointRecord] {
        let rows: [(String, Double, StoredText?, StoredText)] = [
            ("load", 1, "1", "a"), ("load", 3, "1", "it's"), ("temperature", 5.5, nil, "a"), ("load", 100, "1", "b"),
        ]
        return rows.enumerated().map { index, row in
            var point = PointRecord(
                id: StoredText("p\(index)"), time: time(0, 5, index), service: row.3, name: StoredText(row.0),
                value: row.1)
            point.unit = row.2
            return point
        }
    }
}
