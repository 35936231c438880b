/// What panels show of ``ShownRecords``, by title: rows with their columns between `|`.
enum Expected {
    static let postgres: [(String, [String: [String]])] = [
        ("usage-postgresql", usage), ("transfers-postgresql", transfers),
    ]

    private static let (may31, june1, june2) = (
        "2024-05-31 00:00:00+00", "2024-06-01 00:00:00+00", "2024-06-02 00:00:00+00"
    )

    private static let usage: [String: [String]] = [
        "Uses": ["5"], "Downloads": ["4"], "Bytes sent to people": ["610"], "Share of robots": ["0.3333333333333333"],
        "Uses by day": [
            "\(may31)|Request|1", "\(june1)|Investigation|1", "\(june1)|Request|2", "\(june2)|Request|1",
        ],
        // The whole of May counts.
        "Uses by month": ["2024-05|0|2", "2024-06|1|3"],
        "Uses over time": [
            "1717149600|Request|1", "1717236000|Investigation|1", "1717236000|Request|1", "1717239600|Request|1",
            "1717318800|Request|1",
        ],
        "Users by day": ["1717113600|1", "1717200000|2", "1717286400|1"],
        "What was removed": ["AI agent|1", "counted|5", "double click|1", "robot|2"],
        "Share of robots by day": ["\(may31)|0|0", "\(june1)|0.25|0", "\(june2)|0.25|0.25"],
        "Countries": ["FR|3", "GB|1", "not known|1"],
        "Top items": ["i1|a|3|0|300", "i2|a|1|1|210"],
    ]

    private static let transfers: [String: [String]] = [
        "Bytes": ["1750"], "Packets": ["18"], "Clients": ["4"], "Streams": ["3"],
        "Bytes by day and network": ["\(may31)|FR|100", "\(june1)|FR|600", "\(june1)|G|50", "\(june2)|FR|1000"],
        "Bytes by month and network": ["2024-05-01 00:00:00+00|FR|107", "\(june1)|FR|1600", "\(june1)|G|50"],
        "Clients by day": ["1717113600|1", "1717200000|2", "1717286400|1"],
        "Clients by month and network": ["2024-05-01 00:00:00+00|FR|2", "\(june1)|FR|3", "\(june1)|G|1"],
        "Clients by day and network": ["\(may31)|FR|1", "\(june1)|FR|2", "\(june1)|G|1", "\(june2)|FR|1"],
        "Packets over time": ["1717149600|TX|1", "1717236000|TX|3", "1717239600|TX|4", "1717322400|RX|10"],
        "Countries": ["GB|1000|1|10", "not known|400|1|4", "FR|350|3|4"],
        "Stations": ["FR|ARBF|1300|13|3", "FR|SURF|400|4|1", "G|SSB|50|1|1"],
        "Programs": ["p|1300|3", "not known|400|1", "q|50|1"],
        "Measurements by day": ["\(june1)|load (1)|2", "\(june1)|temperature|5.5"],
    ]

    static let influx: [String: [String]] = [
        "Bytes": ["1717113600|1750"], "Packets": ["1717113600|18"], "Clients": ["1717113600|4"],
        "Bytes by day and network": [
            "FR|1717113600|100", "FR|1717200000|600", "FR|1717286400|1000", "G|1717200000|50",
        ],
        "Bytes by month": ["1717113600|100", "1717200000|650", "1717286400|1000"],
        "Clients by day": ["1717113600|1", "1717200000|2", "1717286400|1"],
        "Clients by month": ["1717113600|1", "1717200000|2", "1717286400|1"],
        "Clients by day and network": ["FR|1717113600|1", "FR|1717200000|2", "FR|1717286400|1", "G|1717200000|1"],
        "Packets over time": ["RX|1717322400|10", "TX|1717149600|1", "TX|1717236000|3", "TX|1717239600|4"],
        "Countries": ["|1717113600|400|1|4", "FR|1717113600|350|2|4", "GB|1717113600|1000|1|10"],
        "Networks": ["FR|1717113600|1700|4|17", "G|1717113600|50|1|1"],
        "Measurements": ["load|1|1717218000|2", "temperature||1717218000|5.5"],
    ]

    /// A number as JSON writes it.
    static func text(_ number: Double) -> String {
        number == number.rounded() ? String(Int64(number)) : String(number)
    }
}
