import Digests
import PluginAPI
import PluginTestKit
import Queues
import RingserverPlugin
import Statistics
import Testing

@testable import Workers

/// What the recorder makes of a data server's records, of where their clients are, and of measurements.
@Suite("Transfers, places and measurements of records") struct RecordMakerTests {
    private static let block = """
        START CLIENT seis.example.org [192.0.2.7] (SeedLink|slarchive/4.4) @ 2026-08-20T00:00:12Z (connected 2026-08-19T21:14:03Z) TX
        FDSN:FR_SURF_00_H_H_Z/MSEED 2048 4
        RA_PYLO__HNE/MSEED 512 1
        END CLIENT seis.example.org [192.0.2.7] total TX bytes: 2560
        """

    private func batch(
        _ options: [String: String] = [:], geohash: Int = 5, for tables: Set<StoreTable> = Set(StoreTable.allCases),
        id: String = "m", leaf: Leaf = .recorded
    ) throws -> StoreBatch {
        let plugin = try RingserverPlugin(settings: .testing(options, places: Oxford()))
        var maker = RecordMaker(KeyedAddressDigests(key: RandomKeys().key), geohash: geohash, for: tables)
        let line = try #require(try plugin.parseline(LogMessage(service: "fdsn", line: Array(Self.block.utf8))))
        var batch = StoreBatch()
        #expect(try maker.add(line, id: id, to: &batch) == leaf)
        #expect(batch.events.isEmpty && batch.points.isEmpty)
        return batch
    }

    @Test("Each stream is a row, under the message's id and its number")
    func columns() throws {
        let rows = try batch().transfers
        let times = "2026-08-20T00:00:12Z,2026-08-19T21:14:03Z,2026-08-19T21:14:03Z"
        var text: [UInt8] = []
        let export = ExportText(StoreTable.transfers.columns, as: .csv)
        for row in rows { export.append(row, to: &text) }
        let host = try #require(rows[0].host?.description)
        #expect(host.utf8.count == 16 && !host.contains("192"))
        let ends = "seis.example.org,slarchive/4.4,GB,Oxford,gcpn7,\(host)\n"
        #expect(
            String(decoding: text, as: UTF8.self) == "m#1,\(times),fdsn,TX,FR,SURF,00,HHZ,2048,4,\(ends)"
                + "m#2,\(times),fdsn,TX,RA,PYLO,\"\",HNE,512,1,\(ends)")
    }

    @Test("Of an anonymised record the host's name is not stored; place and host are", arguments: ["truncate", "hash"])
    func anonymised(anonymise: String) throws {
        for row in try batch(["anonymise": anonymise]).transfers {
            #expect(row.client == nil && row.program == "slarchive/4.4" && row.host?.description.utf8.count == 16)
            #expect(row.country == "GB" && row.city == "Oxford")
        }
    }

    @Test("A geohash has as many characters as are wanted", arguments: [(0, nil), (1, "g"), (8, "gcpn7scc")])
    func geohashes(length: Int, geohash: String?) throws {
        for row in try batch(geohash: length).transfers {
            #expect(row.geohash?.description == geohash && row.city == "Oxford")
        }
    }

    @Test("An id that is too long is hashed, and its transfers are told apart all the same")
    func longIDs() throws {
        let ids = try batch(id: String(repeating: "/long", count: 400)).transfers.map(\.id.description)
        #expect(ids.allSatisfy { $0.hasPrefix("sha256:") && $0.utf8.count < 100 } && Set(ids).count == 2)
        #expect(ids.map { $0.suffix(2) } == ["#1", "#2"])
    }

    @Test("Measurements are rows under the message's id and their name; what is no number is none")
    func points() throws {
        var line = ParsedLine(service: "s", storage: [], time: UTCTime(secondsSince1970: 86_400))
        line.exclusion = Exclusion(rule: "harvesting")
        var maker = RecordMaker(
            KeyedAddressDigests(key: RandomKeys().key), geohash: 5, for: Set(StoreTable.allCases))
        var batch = StoreBatch()
        #expect(try maker.add(line, id: "m", to: &batch) == Leaf("harvesting"))
        line.measurements = [
            Measurement(name: "duration", value: 0.5, unit: "s", kind: "timer"), Measurement(name: "x", value: .nan),
            Measurement(name: "y", value: .infinity), Measurement(name: "n", value: 3),
        ]
        #expect(try maker.add(line, id: "m", to: &batch) == .recorded)
        var first = PointRecord(id: "m#duration", time: line.time, service: "s", name: "duration", value: 0.5)
        (first.unit, first.kind) = ("s", "timer")
        let second = PointRecord(id: "m#n", time: line.time, service: "s", name: "n", value: 3)
        #expect(batch == StoreBatch(points: [first, second]))
        maker = RecordMaker(KeyedAddressDigests(key: RandomKeys().key), geohash: 5, for: [.events])
        #expect(try maker.add(line, id: "m", to: &batch) == .notForTheStore)
    }

    @Test("What the store has no table for is not made, and the ledger is told so")
    func otherTables() throws {
        #expect(try batch(for: [.events, .points], leaf: .notForTheStore).isEmpty)
        #expect(try batch(for: [.transfers]).transfers.count == 2)
    }
}

/// Knows one address, 192.0.2.7.
final class Oxford: PlaceFinder {
    func place(of address: ArraySlice<UInt8>) -> Place? {
        address.elementsEqual("192.0.2.7".utf8)
            ? Place(country: "GB", city: "Oxford", position: (51.75, -1.25)) : nil
    }
}
