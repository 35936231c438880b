import Dispatch
import GRDB
import PluginAPI
import Synchronization
import TestKit
import Testing

@testable import Statistics

/// What is SQLite's alone.
@Suite("SQLite as a store")
struct SQLiteStoreTests {
    @Test("The file keeps a journal of writes, and each is on the disk when it returns")
    func durability() throws {
        let directory = try TemporaryDirectory()
        let store = SQLiteStore(path: directory.file("usage.sqlite"))
        _ = try store.write(StoreBatch(events: [.sample(1)]))
        let mode = try DatabaseQueue(path: store.path).read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
        // FULL. Without it a power cut takes what Redis has been told is safe.
        #expect(try store.reading { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }

    @Test("Many may make the tables of a new file at the same time")
    func madeAtOnce() throws {
        let directory = try TemporaryDirectory()
        for round in 0..<10 {
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 6) { number in
                let store = SQLiteStore(path: directory.file("\(round).sqlite"))
                do {
                    _ = try store.write(StoreBatch(events: [.sample(number)]))
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            #expect(failures.withLock { $0 } == [])
            #expect(try SQLiteStore(path: directory.file("\(round).sqlite")).check().rows["events"] == 6)
        }
    }

    @Test("A file that was removed or replaced is noticed before anything is acknowledged")
    func replaced() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("usage.sqlite")
        let store = SQLiteStore(path: path)
        _ = try store.write(StoreBatch(events: [.sample(1)]))
        try #require(shell("rm usage.sqlite*", in: directory).code == 0)
        let error = #expect(throws: StoreError.self) { try store.write(StoreBatch(events: [.sample(2)])) }
        #expect(error?.kind == .unavailable && error?.description.contains("removed or replaced") == true)
        #expect(try store.write(StoreBatch(events: [.sample(2)])) == 1)
        #expect(try SQLiteStore(path: path).check().rows["events"] == 1)
    }

    @Test("Somebody who reads for long holds up no writer, and does not see what is written")
    func readers() throws {
        let directory = try TemporaryDirectory()
        let store = SQLiteStore(path: directory.file("usage.sqlite"))
        let reader = SQLiteStore(path: directory.file("usage.sqlite"))
        _ = try store.write(StoreBatch(events: (0..<10).map { .sample($0) }))
        var seen = 0
        try reader.events(StoreSelection(), in: .time) { _ in
            seen += 1
            _ = try store.write(StoreBatch(events: [.sample(100 + seen)]))
        }
        #expect(seen == 10)
        #expect(try reader.check().rows["events"] == 20)
    }

    @Test("A folder that cannot be made, and a file that is none of ours, are waited for, with the reason")
    func unavailable() throws {
        let directory = try TemporaryDirectory()
        try directory.write("no folder", to: "file")
        try directory.write(String(repeating: "This is no database. ", count: 100), to: "usage.sqlite")
        let folder = SQLiteStore(path: directory.file("file/usage.sqlite"))
        let first = try #require(throws: StoreError.self) { try folder.write(StoreBatch(events: [.sample(1)])) }
        #expect(first.kind == .unavailable)
        #expect(first.description.contains("cannot make the folder"))
        let file = SQLiteStore(path: directory.file("usage.sqlite"))
        let second = try #require(throws: StoreError.self) { try file.write(StoreBatch(events: [.sample(1)])) }
        #expect(second.kind == .unavailable)
        #expect(second.description.contains("file is not a database"))
    }

    @Test("A writer waits for another's transaction, and says so when it lasts")
    func busy() throws {
        let directory = try TemporaryDirectory()
        let store = SQLiteStore(path: directory.file("usage.sqlite"), patience: 0.05)
        _ = try store.write(StoreBatch(events: [.sample(1)]))
        let other = try DatabaseQueue(path: store.path)
        try other.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            let error = try #require(throws: StoreError.self) { try store.write(StoreBatch(events: [.sample(2)])) }
            #expect(error.kind == .unavailable)
            #expect(error.description.contains("locked"))
            try database.execute(sql: "COMMIT")
        }
        #expect(try store.write(StoreBatch(events: [.sample(2)])) == 1)
    }
}
