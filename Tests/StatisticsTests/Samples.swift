import PluginAPI
import Statistics

extension UTCTime {
    /// 15 June 2024, UTC.
    static func june15(_ hour: Int, _ minute: Int = 0, _ second: Int = 0) -> UTCTime {
        UTCTime(secondsSince1970: 1_718_409_600 + Int64(hour * 3_600 + minute * 60 + second))
    }
}

extension EventRecord {
    /// An event with every column filled, each by its number.
    static func sample(_ number: Int, at time: UTCTime = .june15(10)) -> EventRecord {
        var event = EventRecord(
            id: StoredText("web:/var/log/access.log:77:\(number)"), time: time, service: "ora",
            kind: number % 3 == 0 ? "Investigation" : "Request", item: StoredText("oai:repo.example:\(number % 10)"),
            url: StoredText("https://repo.example/files/\(number)"), agentClass: "person")
        event.status = 200
        event.bytes = number * 1_000_000_007
        event.country = "GB"
        event.city = "Oxford"
        event.geohash = "gcpn7"
        event.host = "00112233445566aa"
        event.session = StoredText("session\(number % 4)")
        event.click = ClickName(own: Int64(number) &* -7_046_029_254_386_353_131)
        return event
    }

    /// An event with nothing but what it must have.
    static func bare(_ id: StoredText, at time: UTCTime = .june15(10)) -> EventRecord {
        EventRecord(id: id, time: time, service: "s", kind: "Request", item: "i", url: "u", agentClass: "robot")
    }
}

extension TransferRecord {
    static func sample(_ number: Int) -> TransferRecord {
        var transfer = TransferRecord(
            id: StoredText("ring:\(number)"), time: .june15(12), service: "ring", direction: "TX", network: "FR",
            station: "ARBF", location: "00", channel: "HHZ")
        transfer.started = .june15(11)
        transfer.bytes = 512 * number
        transfer.packets = number
        transfer.client = "slinktool v1"
        transfer.host = "aa"
        return transfer
    }
}

extension PointRecord {
    static func sample(_ number: Int) -> PointRecord {
        var point = PointRecord(
            id: StoredText("p\(number)"), time: .june15(1), service: "s", name: "load", value: Double(number) / 3)
        point.unit = "1"
        return point
    }
}
