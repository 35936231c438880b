import GRDB
import PluginAPI
import Statistics
import TestKit
import Testing

struct StoreCommandTests {
    private func makeSite() throws -> TemporaryDirectory {
        let site = try TemporaryDirectory()
        try site.write(
            "[worker_r]\nkind = recorder\nlistento = usage\ndatabase = sqlite:data/u.db\n", to: "loglines.cfg")
        return site
    }

    private func event(_ id: StoredText, at seconds: Int64, service: StoredText = "s") -> EventRecord {
        var event = EventRecord(
            id: id, time: .init(secondsSince1970: 1_718_409_600 + seconds), service: service, kind: "Request",
            item: "i",
            url: "u", agentClass: "person")
        event.click = ClickName(own: 1)
        return event
    }

    @Test("The enabled recorder's store is made, checked and vacuumed")
    func care() throws {
        let site = try makeSite()
        try #expect(loglines("store", "migrate", in: site) == CommandOutcome(0, "", ""))
        let path = site.file("data/u.db")
        _ = try SQLiteStore(path: path).write(StoreBatch(events: [event("1", at: 0)]))
        let check = try loglines("store", "check", in: site)
        let lines = check.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.prefix(4) == ["sqlite:\(path)", "events 1", "transfers 0", "points 0"])
        #expect(lines.suffix(3) == ["point_months 0", "hours to settle 1", "days and months to sum up 0"])
        #expect(check.code == 0 && check.errors.isEmpty)
        try #expect(loglines("store", "vacuum", in: site) == CommandOutcome(0, "", ""))
    }

    @Test("Rows are exported by service and time, with their double clicks")
    func export() throws {
        let site = try makeSite()
        let events = [
            event("a", at: -1), event("b", at: 0), event("c", at: 20), event("d", at: 86_340), event("e", at: 86_400),
            event("f", at: 10, service: "other"),
        ]
        _ = try SQLiteStore(path: site.file("data/u.db")).write(StoreBatch(events: events))
        let day = ["store", "export", "events", "--service", "s", "--since", "2024-06-15", "--until", "2024-06-15"]
        let csv = try loglines(day, in: site).output.split(separator: "\n").map { $0.split(separator: ",") }
        #expect(csv.map(\.first) == ["id", "b", "c", "d"])
        let json = try loglines(day + ["--json"], in: site).output.split(separator: "\n")
        #expect(json.map { $0.contains(#""double_click":true"#) } == [true, false, false])
        #expect(try loglines("store", "export", "points", in: site).output == "id,time,service,name,value,unit,kind\n")
    }

    @Test("Sums are exported as they are after all is settled; wrong ones are found, and made anew")
    func sums() throws {
        let site = try makeSite()
        let events = [event("a", at: 0), event("b", at: 20), event("c", at: 86_400)]
        let path = site.file("data/u.db")
        _ = try SQLiteStore(path: path).write(StoreBatch(events: events))
        let head = "start,service,kind,agent_class,country,uses,double_clicks,bytes\n"
        let june = head + #"2024-06-01T00:00:00Z,s,Request,person,"",2,1,0"# + "\n"
        try #expect(loglines("store", "export", "usage_months", in: site) == CommandOutcome(0, june, ""))
        let items = try loglines("store", "export", "item_days", "--since", "2024-06-16", "--json", in: site).output
        #expect(
            items == #"{"start":"2024-06-16T00:00:00Z","service":"s","item":"i","kind":"Request","uses":1,"bytes":0}"#
                + "\n")
        try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE usage_days SET uses = uses + 1") }
        let check = try loglines("store", "check", in: site)
        #expect(check.code == 1)
        #expect(check.errors.hasPrefix("usage_days: 2 rows are not what events come to (store rebuild)\n"))
        try #expect(loglines("store", "rebuild", in: site) == CommandOutcome(0, "", ""))
        #expect(try loglines("store", "check", in: site).code == 0)
        #expect(try loglines("store", "export", "usage_months", in: site).output == june)
    }

    @Test("Without a recorder it is the store that one would have; what cannot be meant is said in one line")
    func none() throws {
        let site = try TemporaryDirectory()
        try site.write("", to: "loglines.cfg")
        try #expect(
            loglines("store", "check", in: site)
                == CommandOutcome(
                    1, "",
                    "sqlite:\(site.file("data/usage.sqlite")): there is no store yet; a recorder makes it when it starts\n"
                ))
        try #expect(loglines("store", "migrate", in: site).code == 0)
        try #expect(
            loglines("store", "check", in: site).output.hasPrefix("sqlite:\(site.file("data/usage.sqlite"))\n"))
        try site.write(
            "[worker_r]\nkind = recorder\nlistento = r\n[worker_s]\nkind = recorder\nlistento = s\ndatabase = sqlite:s\n",
            to: "loglines.cfg")
        try #expect(
            loglines("store", "check", in: site)
                == CommandOutcome(78, "", "the enabled recorders have several stores; name one with --database\n"))
        let given = try loglines("store", "check", "--database", "usage.db", in: site)
        #expect(given.code == 64)
        try #expect(loglines("store", "export", "nothing", in: site).code == 64)
    }
}
