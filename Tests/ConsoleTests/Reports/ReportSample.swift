import PluginAPI
import Statistics
import TestKit

/// A store of known events: what is told of them can be counted by hand.
struct ReportSample {
    static let service = "repo.example"
    static let server = "seismic.example"

    /// What a site's configuration says besides: both services, and the recorder.
    static let configuration = """
        [service_repo.example]
        base_url = http://repo.example
        plugin = combined
        format = combined
        request_path = ^/items/([0-9]+)
        \(recorder)
        """

    /// The data server, and a recorder that is enabled and does not run.
    static let recorder = """
        [service_seismic.example]
        plugin = ringserver
        [worker_recorder]
        kind = recorder
        listento = usage
        database = sqlite:data/usage.sqlite
        autostart = false
        """

    private(set) var events: [EventRecord] = []
    private(set) var transfers: [TransferRecord] = []

    static func time(_ text: String) -> UTCTime {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        let clock = Array(numbers.dropFirst(3)) + [12, 0, 0].suffix(max(0, 6 - numbers.count))
        return UTCTime(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: clock[0], minute: clock[1], second: clock[2])
            ?? UTCTime(secondsSince1970: 0)
    }

    /// Adds hits on an item, a minute apart.
    mutating func use(
        _ item: String, _ kind: UsageEvent = .request, at moment: String, times: Int = 1,
        by agent: UserAgentClass = .person,
        from country: String? = nil, service: String = ReportSample.service
    ) {
        let start = Self.time(moment).secondsSince1970
        for number in 0..<times {
            var event = EventRecord(
                id: StoredText("e\(events.count)"), time: UTCTime(secondsSince1970: start + Int64(number) * 60),
                service: StoredText(service), kind: StoredText(kind.rawValue), item: StoredText(item), url: "/x",
                agentClass: StoredText(agent.rawValue))
            event.country = country.map { StoredText($0) }
            event.bytes = 1_000
            events.append(event)
        }
    }

    /// Adds two downloads of which the second makes the first a double click.
    mutating func doubleClick(_ item: String, at moment: String, from country: String? = nil) {
        for second in [0, 10] {
            use(item, at: moment, from: country)
            events[events.count - 1].time.secondsSince1970 += Int64(second)
        }
        let name = ClickName(own: Int64(events.count))
        events[events.count - 1].click = name
        events[events.count - 2].click = name
    }

    /// Adds what a data server has sent, or got.
    mutating func transfer(
        _ network: String, _ direction: String = "TX", at moment: String, bytes: Int, packets: Int = 10,
        host: String = "h1", from country: String? = nil
    ) {
        var transfer = TransferRecord(
            id: StoredText("t\(transfers.count)"), time: Self.time(moment), service: StoredText(Self.server),
            direction: StoredText(direction), network: StoredText(network), station: "ARBF", location: "00",
            channel: "HHZ")
        (transfer.bytes, transfer.packets, transfer.host) = (bytes, packets, StoredText(host))
        transfer.country = country.map { StoredText($0) }
        transfers.append(transfer)
    }

    /// Writes it where the configuration says, and sums it up as the recorder does.
    func write(in directory: TemporaryDirectory) throws {
        let store = SQLiteStore(path: directory.file("data/usage.sqlite"))
        for start in stride(from: 0, to: max(events.count, transfers.count), by: 5_000) {
            _ = try store.write(
                StoreBatch(
                    events: Array(events.dropFirst(start).prefix(5_000)),
                    transfers: Array(transfers.dropFirst(start).prefix(5_000))))
        }
        try store.settleAll(window: 30)
    }
}

extension ReportSample {
    /// More than a year of a repository and a data server, as screenshots want it: it grows, and has weekends and holidays.
    static func year() -> ReportSample {
        var sample = ReportSample()
        var state: UInt64 = 7
        func chance(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let countries = ["DE", "DE", "DE", "FR", "FR", "US", "US", "GB", "AT", "NL", "IN", "BR", nil]
        for month in 0..<14 {
            let (year, number) = (2023 + (month + 4) / 12, (month + 4) % 12 + 1)
            for day in 1...28 {
                let date = "\(year)-\(number)-\(day)"
                let rest = (day + month) % 7 < 2 || number == 8 ? 2 : 1
                for _ in 0..<(20 + month * 2) / rest {
                    let item = "oai:repo.example:\(1_000 + min(chance(90), chance(90)))"
                    let moment = "\(date) \(chance(24)):\(chance(60)):00"
                    let country = countries[chance(countries.count)]
                    sample.use(item, chance(5) < 3 ? .request : .investigation, at: moment, from: country)
                    if chance(7) == 0 { sample.doubleClick(item, at: moment, from: country) }
                    if chance(3) == 0 { sample.use(item, at: moment, by: .robot, from: "US") }
                    if chance(24 - month) == 0 {
                        sample.use(item, .investigation, at: moment, by: .aiAgent, from: "US")
                    }
                }
                for (index, network) in ["FR", "G", "RD", "WI"].enumerated() {
                    sample.transfer(
                        network, index == 3 ? "RX" : "TX", at: date,
                        bytes: (40_000_000 - index * 9_000_000) * (month + 6) / rest,
                        packets: 80_000 + chance(9_000), host: "h\(chance(9))",
                        from: ["FR", "DE", "IT", "FR"][chance(4)])
                }
            }
        }
        return sample
    }
}
