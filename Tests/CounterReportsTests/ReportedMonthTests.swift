import CounterReports
import PluginTestKit
import Statistics
import TestKit
import Testing

@Suite("What is said of a report's months") struct ReportedMonthTests {
    private func store(_ hits: [String], in directory: TemporaryDirectory) throws -> SQLiteStore {
        let store = SQLiteStore(path: directory.file("usage.sqlite"))
        _ = try store.write(StoreBatch(events: events(of: hits.map(CounterExample.hit))))
        return store
    }

    /// The events are of the middle of June, and the reports of 1 July.
    @Test(
        "What retention may have removed",
        arguments: [(nil, []), (60, []), (20, [3_032])] as [(Double?, [Int])])
    func removed(daysKept: Double?, codes: [Int]) throws {
        let directory = try TemporaryDirectory()
        let store = try store(["V 10:00:00", "R 11:00:00"], in: directory)
        #expect(try report(.ir, of: store, daysKept: daysKept).exceptions.map(\.code) == codes)
        // There is something of before the month: so nothing of it was removed.
        #expect(
            try report(.ir, of: store, from: "2024-07", to: "2024-07", daysKept: 10).exceptions.map(\.code) == [3_030])
    }

    @Test("Who may only read says that double clicks have not been found")
    func unsettled() throws {
        let directory = try TemporaryDirectory()
        _ = try store(["V 10:00:00"], in: directory)
        let reading = SQLiteStore(
            path: directory.file("usage.sqlite"),
            access: .reading(StoreReading(limit: .seconds(60)) { false }))
        #expect(try report(.pr, of: reading).exceptions.map(\.code) == [3_040])
        #expect(try report(.pr, of: reading, from: "2024-07", to: "2024-07").exceptions.map(\.code) == [3_030])
    }

    @Test("An item's page is where it was looked at first, and who has no session has one of his own each time")
    func pages() throws {
        let directory = try TemporaryDirectory()
        let store = SQLiteStore(path: directory.file("usage.sqlite"))
        var hits = events(of: ["R 10:00:00", "V 10:01:00 f1", "V 10:02:00 f2"].map(CounterExample.hit))
        for index in hits.indices { hits[index].session = nil }
        _ = try store.write(StoreBatch(events: hits))
        let catalogue = ItemCatalogue(nil, namespace: "myrepo", dataType: .dataset)
        let rows = body(try report(.ir, of: store, describe: catalogue.description))
        let item = " |  |  | MyRepo |  | myrepo:1 |  |  |  | https://repo.example/items/1/V1 | Dataset"
        #expect(
            rows == [
                "\(item) | Total_Item_Investigations | 3 | 3", "\(item) | Total_Item_Requests | 1 | 1",
                "\(item) | Unique_Item_Investigations | 3 | 3", "\(item) | Unique_Item_Requests | 1 | 1",
            ])
    }
}
